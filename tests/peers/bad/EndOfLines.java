// check: server tcp line
// finds: tcp/end/unhandled tcp/clients/silent-blocks
// Line server that answers NULL to the end of the stream, again and again.
import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

class EndOfLines {
    public static void main(String[] args) throws IOException {
        ServerSocket welcoming = new ServerSocket(args.length > 0 ? Integer.parseInt(args[0]) : 12000);
        while (true) {
            try (Socket connection = welcoming.accept()) {
                BufferedReader in = reader(connection);
                PrintStream out = writer(connection);
                while (true) {
                    answer(out, "" + in.readLine());
                }
            } catch (IOException error) {
                System.err.println(error);
            }
        }
    }

    static BufferedReader reader(Socket connection) throws IOException {
        return new BufferedReader(new InputStreamReader(
            connection.getInputStream(), StandardCharsets.UTF_8));
    }

    static PrintStream writer(Socket connection) throws IOException {
        return new PrintStream(connection.getOutputStream(), false, StandardCharsets.UTF_8);
    }

    static void answer(PrintStream out, String line) throws IOException {
        out.print(line.toUpperCase(Locale.ROOT) + "\n");
        out.flush();
        if (out.checkError()) {
            throw new IOException("the client has left");
        }
    }
}
