// check: server tcp textbook
// finds: tcp/stream/waits-for-end

import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Server that reads all bytes, up to the end that comes only after its answer. */
public class ReadAllBytes {
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
        String sentence = new String(
            connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        connection.getOutputStream().write(
            sentence.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }
}
