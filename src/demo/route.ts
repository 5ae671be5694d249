/** What a request calls. */
export type Call =
	| { kind: "listModels" }
	| { kind: "getModel"; model: string }
	| { kind: "generate" | "stream" | "count"; model: string }
	/** `base` is the path that precedes `/files/ID`. */
	| { kind: "startUpload"; base: string }
	| { kind: "continueUpload"; upload: string }
	| { kind: "listFiles" }
	| { kind: "getFile" | "deleteFile"; file: string }
	| { kind: "unknown" };

/** Any path may precede the version, as with a base URL that has one. */
const shape =
	/^(?<prefix>.*?)(?<upload>\/upload)?(?<version>\/v1(?:beta|alpha)?)\/(?<rest>(?:models|files)(?:\/[^/]+)?)$/;

const actions = new Map<string, "generate" | "stream" | "count">([
	["generateContent", "generate"],
	["streamGenerateContent", "stream"],
	["countTokens", "count"],
]);

export function routeOf(method: string, { pathname, searchParams }: URL): Call {
	const found = shape.exec(pathname)?.groups;
	if (!found) return { kind: "unknown" };
	const { prefix = "", upload, version = "", rest = "" } = found;
	const [collection, id] = rest.split("/");
	if (upload) return uploadRoute();
	if (collection === "files") return fileRoute();
	if (method === "GET") return id ? { kind: "getModel", model: id } : { kind: "listModels" };
	const [model = "", action = ""] = (id ?? "").split(":");
	const kind = actions.get(action);
	return method === "POST" && kind ? { kind, model } : { kind: "unknown" };

	function uploadRoute(): Call {
		if (method !== "POST" || rest !== "files") return { kind: "unknown" };
		const open = searchParams.get("upload_id");
		if (open) return { kind: "continueUpload", upload: open };
		return { kind: "startUpload", base: `${prefix}${version}` };
	}

	function fileRoute(): Call {
		if (method === "GET") return id ? { kind: "getFile", file: id } : { kind: "listFiles" };
		return method === "DELETE" && id ? { kind: "deleteFile", file: id } : { kind: "unknown" };
	}
}
