// check: server tcp loop
// finds: tcp/stream/split-character

import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Server that makes a string of each piece that it has read. */
public class StringPerRead {
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
        byte[] buffer = new byte[4096];
        int count;
        while ((count = connection.getInputStream().read(buffer)) > 0) {
            String text = new String(buffer, 0, count, StandardCharsets.UTF_8);
            connection.getOutputStream().write(
                text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        }
    }
}
