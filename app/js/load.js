// A program of ours in pieces, each under the name of its content: whole again as it comes.
export function whole(pieces) {
  const coming = pieces.map((piece) => fetch(piece));
  const body = new ReadableStream({
    async pull(into) {
      const piece = await coming.shift();
      if (!piece) return into.close();
      if (!piece.ok) throw new Error(`${piece.url}: ${piece.status}`);
      into.enqueue(new Uint8Array(await piece.arrayBuffer()));
    },
  });
  return new Response(body, { headers: { "content-type": "application/wasm" } });
}
