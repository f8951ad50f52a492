// check: server tcp textbook
// finds: tcp/stream/waits-for-newline

import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Server that reads a line, where its client sends a sentence without a newline. */
public class ReadLineForSentence {
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
        String sentence = in.readLine();
        if (sentence != null) {
            connection.getOutputStream().write(
                sentence.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        }
    }
}
