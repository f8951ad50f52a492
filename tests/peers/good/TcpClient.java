// check: client tcp line
// finds:
// Sends each line, and shows the line that comes for it.
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

public class TcpClient {
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        Scanner keyboard = new Scanner(System.in);
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(2000);
            BufferedReader in = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            while (keyboard.hasNextLine()) {
                out.write((keyboard.nextLine() + "\n").getBytes(StandardCharsets.UTF_8));
                String answer = in.readLine();
                if (answer == null) {
                    throw new IOException("the server closed the connection");
                }
                System.out.println(answer);
            }
        } catch (IOException error) {
            System.err.println("no answer: " + error.getMessage());
            System.exit(1);
        }
    }
}
