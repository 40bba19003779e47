/** The part of a Node response that next-auth writes to, kept for a web response. */
export class AuthAnswer {
  #code = 200;
  #body: string | null = null;
  readonly #headers = new Map<string, readonly string[]>();

  getHeader(name: string): readonly string[] | undefined {
    return this.#headers.get(name.toLowerCase());
  }

  setHeader(name: string, value: string | readonly string[]): this {
    this.#headers.set(name.toLowerCase(), typeof value === "string" ? [value] : value);
    return this;
  }

  status(code: number): this {
    this.#code = code;
    return this;
  }

  end(): void {
    this.#body = null;
  }

  json(value: unknown): void {
    this.setHeader("content-type", "application/json");
    this.#body = JSON.stringify(value);
  }

  send(body: unknown): void {
    if (typeof body === "string") this.#body = body;
    else this.json(body);
  }

  toResponse(): Response {
    const headers = new Headers();
    for (const [name, values] of this.#headers) for (const value of values) headers.append(name, value);
    headers.set("cache-control", "private, no-store");
    return new Response(this.#body, { status: this.#code, headers });
  }
}
