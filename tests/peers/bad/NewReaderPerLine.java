// check: server tcp line
// finds: tcp/stream/lines-together

import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Line server that makes a reader for each line: it reads ahead, and is thrown away with that. */
public class NewReaderPerLine {
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
        OutputStream out = connection.getOutputStream();
        while (true) {
            var in = new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            String line = in.readLine();
            if (line == null) {
                return;
            }
            out.write((line.toUpperCase(Locale.ROOT) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
