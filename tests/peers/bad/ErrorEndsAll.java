// check: server tcp line
// finds: tcp/reset/while-reading tcp/clients/silent-blocks
// Line server that catches errors outside its loop.
import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

class ErrorEndsAll {
    public static void main(String[] args) {
        try {
            ServerSocket welcoming = new ServerSocket(args.length > 0 ? Integer.parseInt(args[0]) : 12000);
            while (true) {
                Socket connection = welcoming.accept();
                BufferedReader in = reader(connection);
                PrintStream out = writer(connection);
                String line;
                while ((line = in.readLine()) != null) {
                    out.print(line.toUpperCase(Locale.ROOT) + "\n");
                    out.flush();
                }
                connection.close();
            }
        } catch (IOException error) {
            System.err.println(error);
            System.exit(1);
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
