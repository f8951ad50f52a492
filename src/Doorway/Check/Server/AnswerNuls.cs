namespace Doorway.Check.Server;

/// <summary>An answer is filled up with NUL bytes.</summary>
sealed class AnswerNuls(Transport transport) : AnswerCase(transport, "nuls")
{
    public override string Title => "Fills the answer up with NULs";

    public override string Requirement => "An answer has no NUL bytes that the message had not.";

    public override string Source => "send(2): its length is the number of bytes to send";

    public override Explanation Explanation { get; } = new()
    {
        Why = "NULs are bytes like others: they are sent, counted and shown. A client that "
            + "compares the answer finds it wrong, though on a terminal it looks right.",
        How = "Two short messages of different lengths are sent, and the ends of the answers are "
            + "looked at.",
        Causes =
        [
            "The whole buffer is sent, not the part of it that was received.",
            "In C, the NUL that ends a string is sent with it (strlen(text) + 1, or sizeof).",
        ],
        Fix = "Send as many bytes as were received; receive says how many.",
        Fixes = transport == Transport.Tcp
            ? new Dictionary<Language, string>
            {
                [Language.Java] = """
                    int length = in.read(buffer);
                    out.write(buffer, 0, length);           // not: out.write(buffer)
                    """,
                [Language.C] = """
                    ssize_t length = recv(client, buffer, sizeof buffer, 0);
                    send(client, buffer, length, 0);        /* not: sizeof buffer */
                    """,
                [Language.CSharp] = """
                    int length = stream.Read(buffer);
                    stream.Write(buffer, 0, length);        // not: stream.Write(buffer)
                    """,
                [Language.Python] = """
                    length = connection.recv_into(buffer)
                    connection.sendall(buffer[:length])     # not: buffer
                    """,
                [Language.JavaScript] = "socket.write(buffer.subarray(0, length));",
                [Language.Go] = "connection.Write(buffer[:length])       // not: buffer",
                [Language.Rust] = "stream.write_all(&buffer[..length])?;    // not: &buffer",
            }
            : new Dictionary<Language, string>
            {
                [Language.Java] = """
                    var packet = new DatagramPacket(buffer, buffer.length);
                    server.receive(packet);
                    server.send(new DatagramPacket(buffer, packet.getLength(),  // not buffer
                        packet.getSocketAddress()));
                    """,
                [Language.C] = """
                    ssize_t length = recvfrom(server, buffer, sizeof buffer, 0,
                                              (struct sockaddr *)&client, &size);
                    sendto(server, buffer, length, 0,       /* not: sizeof buffer */
                           (struct sockaddr *)&client, size);
                    """,
                [Language.CSharp] = """
                    int length = server.ReceiveFrom(buffer, ref client);
                    server.SendTo(buffer.AsSpan(0, length), client);    // not: buffer
                    """,
                [Language.Python] = """
                    length, client = server.recvfrom_into(buffer)
                    server.sendto(buffer[:length], client)  # not: buffer
                    """,
                [Language.JavaScript] = """
                    server.send(buffer.subarray(0, length), client.port, client.address);
                    """,
                [Language.Go] = """
                    server.WriteTo(buffer[:length], client)     // not: buffer
                    """,
                [Language.Rust] = """
                    server.send_to(&buffer[..length], client)?;     // not: &buffer
                    """,
            },
    };

    private protected override Finding? Find(Traits traits, Asking asked)
    {
        Manner manner = traits.Manner;
        byte[] answer = asked.Answer.Bytes;
        int nuls = answer.Length - answer.AsSpan().TrimEnd((byte)0).Length;
        if (!manner.IsKnown || manner.Written is not null || nuls == 0)
        {
            return null;
        }

        return manner.PaddedTo > 0
            ? Differs(
                traits, asked, $"{asked.Message.Length} bytes were sent, and {answer.Length} came "
                    + $"back: {nuls} of them are NULs.",
                $"A buffer of {manner.PaddedTo} bytes is sent whole, however long the message is.")
            : Differs(
                traits, asked, $"Behind the answer stood {nuls} NUL byte{(nuls == 1 ? "" : "s")}.",
                "The length that is sent counts the NUL that ends a string in C.");
    }
}
