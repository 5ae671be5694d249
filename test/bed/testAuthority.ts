import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** What a TLS server is started with, as PEM. */
export interface ServerIdentity {
	cert: string;
	key: string;
}

const day = 24 * 60 * 60_000;

/** A certificate authority that nobody knows but who is told; its keys live as long as the test. */
export class TestAuthority {
	readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
	readonly #name: string;
	/** Its own certificate, as PEM: whoever trusts this trusts what it issues. */
	readonly certificate: string;

	constructor(name: string) {
		this.#name = name;
		const isAuthority = extension([0x55, 0x1d, 0x13], sequence(der(0x01, Buffer.of(0xff))));
		this.certificate = this.#sign(name, this.#keys.publicKey, isAuthority, Date.now() + day);
	}

	/** For a server of that name; `until` in milliseconds since 1970, tomorrow unless told. */
	issue(hostname: string, until: number = Date.now() + day): ServerIdentity {
		const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
		const names = extension([0x55, 0x1d, 0x11], sequence(der(0x82, Buffer.from(hostname))));
		return {
			cert: this.#sign(hostname, publicKey, names, until),
			key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
		};
	}

	/** An X.509 certificate, version 3 (RFC 5280, section 4.1), with one extension. */
	#sign(subject: string, key: KeyObject, more: Buffer, until: number): string {
		const serial = Buffer.concat([Buffer.of(0x01), randomBytes(8)]);
		const body = sequence(
			der(0xa0, der(0x02, Buffer.of(2))),
			der(0x02, serial),
			ecdsaWithSha256,
			commonName(this.#name),
			sequence(time(Math.min(Date.now(), until) - 30 * day), time(until)),
			commonName(subject),
			key.export({ type: "spki", format: "der" }),
			der(0xa3, sequence(more)),
		);
		const signature = sign("sha256", body, this.#keys.privateKey);
		// The octet before: how many bits of the last are not part of it.
		const whole = sequence(body, ecdsaWithSha256, der(0x03, Buffer.of(0), signature));
		const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
		return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
	}
}

const ecdsaWithSha256 = sequence(der(0x06, Buffer.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2)));

function commonName(text: string): Buffer {
	const kind = der(0x06, Buffer.of(0x55, 0x04, 0x03));
	return sequence(der(0x31, sequence(kind, der(0x0c, Buffer.from(text)))));
}

/** A critical extension: who does not understand it must refuse the certificate. */
function extension(id: readonly number[], value: Buffer): Buffer {
	return sequence(der(0x06, Buffer.from(id)), der(0x01, Buffer.of(0xff)), der(0x04, value));
}

function time(at: number): Buffer {
	// UTCTime is for years to 2049.
	const digits = new Date(at).toISOString().replace(/\D/g, "").slice(2, 14);
	return der(0x17, Buffer.from(`${digits}Z`));
}

function sequence(...parts: readonly Buffer[]): Buffer {
	return der(0x30, ...parts);
}

/** Tag, length, value (X.690). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
	const value = Buffer.concat(parts);
	const { length } = value;
	if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), value]);
	const size = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.of(tag, ...size), value]);
}
