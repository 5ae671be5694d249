import { workspace } from "vscode";
import type { ConnectionFault } from "../gemini/connectionFault.ts";

/** The proxy that VS Code goes through for what is not on this machine. */
export interface ProxyInUse {
	/** As a person may read it: `http://proxy.example:3128`, without name and password. */
	address: string;
	/** Where it is set: `http.proxy`, or a variable of the environment. */
	setBy: string;
	host: string;
	port: number;
}

/** In the order in which VS Code looks; a proxy that the operating system names is not known here. */
const variables = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"] as const;

/** What is set; undefined: nothing, or nothing that VS Code uses. */
export function proxyInUse(): ProxyInUse | undefined {
	const http = workspace.getConfiguration("http");
	if (http.get("proxySupport") === "off" || http.get("fetchAdditionalSupport") === false) return;
	const setting = readProxy(http.get<string>("proxy"), "http.proxy");
	if (setting) return setting;
	const variable = variables.find((name) => process.env[name]);
	return variable && readProxy(process.env[variable], variable);
}

/** Whether it was the proxy that is not there, as against a server that is reached without it. */
export function isProxys(
	{ host, port }: Extract<ConnectionFault, { kind: "unreachable" }>,
	proxy: ProxyInUse,
): boolean {
	if (host === proxy.host) return port === undefined || port === proxy.port;
	// A refused connection knows the address, not the name; but 443 may be any server's.
	return port === proxy.port && port !== 443 && !/^[\d.]+$|:/.test(proxy.host);
}

function readProxy(text: string | undefined, setBy: string): ProxyInUse | undefined {
	const url = URL.parse((text ?? "").trim());
	if (!url?.hostname) return undefined;
	const host = url.hostname.replace(/^\[|\]$/g, "");
	const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
	return { address: `${url.protocol}//${url.host}`, setBy, host, port };
}
