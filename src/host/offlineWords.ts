import { l10n } from "vscode";
import { type ConnectionFault, connectionFault } from "../gemini/connectionFault.ts";
import { isProxys, proxyInUse } from "./proxyInUse.ts";

/** Why a connection failed, as a person reads it, and whether VS Code's `http.…` settings may mend it. */
export function offlineWords(
	error: unknown,
	detail: string | undefined,
): { message: string; isProxyMatter: boolean } {
	const fault = connectionFault(error);
	const message = fault && faultWords(fault);
	if (message !== undefined) return { message, isProxyMatter: true };
	return {
		message: detail
			? l10n.t("The connection failed ({0}). Check the network, then try again.", detail)
			: l10n.t("The connection failed. Check the network, then try again."),
		isProxyMatter: false,
	};
}

function faultWords(fault: ConnectionFault): string | undefined {
	switch (fault.kind) {
		case "certificate":
			return certificateWords(fault);
		case "proxy":
			return fault.status === 407
				? l10n.t(
						"The proxy wants a name and a password, or others than it was given: set http.proxy to http://name:password@host:port.",
					)
				: l10n.t(
						"The proxy did not let the request through (HTTP {0}). Check http.proxy, or name the server in http.noProxy.",
						fault.status,
					);
		case "unreachable": {
			const proxy = proxyInUse();
			if (!proxy || !isProxys(fault, proxy)) return undefined;
			return l10n.t(
				"The proxy {0} cannot be reached. Check the network and {1}, then try again.",
				proxy.address,
				proxy.setBy,
			);
		}
	}
}

function certificateWords(fault: Extract<ConnectionFault, { kind: "certificate" }>): string {
	const { problem, reason } = fault;
	switch (problem) {
		case "issuer":
			return l10n.t(
				"The server's certificate is not trusted ({0}). If your network or company issues its own, install its root certificate on this machine, then restart VS Code.",
				reason,
			);
		case "time":
			return l10n.t(
				"The server's certificate is not valid at this time ({0}). Check this machine's clock.",
				reason,
			);
		case "name":
			return l10n.t(
				"The server's certificate is for another name, so nothing was sent. Check the address in loupe.baseUrl, and whether the network wants you to sign in.",
			);
		case "other":
			return l10n.t("The server's certificate was refused ({0}).", reason);
	}
}
