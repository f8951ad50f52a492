// check: server tcp line
// finds: tcp/clients/mixed-up tcp/flow/slow-reader
// Line server whose threads share a static connection.
import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

class SharedSocket {
    static Socket connection;

    public static void main(String[] args) throws IOException {
        ServerSocket welcoming = new ServerSocket(args.length > 0 ? Integer.parseInt(args[0]) : 12000);
        while (true) {
            connection = welcoming.accept();
            Socket mine = connection;
            new Thread(() -> serve(mine)).start();
        }
    }

    static void serve(Socket mine) {
        try (mine) {
            BufferedReader in = reader(mine);
            String line;
            while ((line = in.readLine()) != null) {
                answer(writer(connection), line);
            }
        } catch (IOException error) {
            System.err.println(error);
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
