// check: server tcp line
// finds: tcp/answer/no-newline

import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Line server that prints its answers with print, not with println. */
public class PrintWithoutLine {
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        try (ServerSocket server = new ServerSocket(port, 128)) {
            while (true) {
                Socket connection = server.accept();
                Thread thread = new Thread(() -> {
                    try (connection) {
                        serve(connection);
                    } catch (IOException gone) {
                        System.out.println("a client is lost: " + gone.getMessage());
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    static void serve(Socket connection) throws IOException {
        var in = new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        var out = new PrintWriter(
            new OutputStreamWriter(connection.getOutputStream(), StandardCharsets.UTF_8), true);
        String line;
        while ((line = in.readLine()) != null) {
            out.print(line.toUpperCase(Locale.ROOT));
            out.flush();
        }
    }
}
