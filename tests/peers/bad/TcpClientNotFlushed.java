// check: client tcp textbook
// finds: tcp/client/nothing-sent
// Writes with a PrintWriter that it does not flush.
import java.io.IOException;
import java.io.PrintWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

class TcpClientNotFlushed {
    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 12000;
        try (Socket socket = connect(port)) {
            socket.setSoTimeout(2000);
            Scanner keyboard = new Scanner(System.in);
            if (!keyboard.hasNextLine()) {
                return;
            }
            String sentence = keyboard.nextLine();
            if (sentence.isEmpty()) {
                return;
            }
            PrintWriter out = new PrintWriter(socket.getOutputStream());
            out.print(sentence);
            byte[] answer = socket.getInputStream().readAllBytes();
            if (answer.length == 0) {
                System.err.println("no answer");
                System.exit(1);
            }
            System.out.println(new String(answer, StandardCharsets.UTF_8));
        }
    }

    static Socket connect(int port) {
        try {
            return new Socket("localhost", port);
        } catch (IOException refused) {
            System.err.println("no connection: " + refused.getMessage());
            System.exit(1);
            return null;
        }
    }
}
