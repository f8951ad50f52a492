// check: client udp textbook
// finds:
// UDP client: one line, one datagram, one answer; asks twice.
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

public class UdpClient {
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        Scanner keyboard = new Scanner(System.in);
        if (!keyboard.hasNextLine()) {
            return;
        }
        byte[] question = keyboard.nextLine().getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByName("localhost"), port);
            socket.setSoTimeout(1000);
            System.out.println(ask(socket, question));
        } catch (IOException error) {
            System.err.println("no answer: " + error.getMessage());
            System.exit(1);
        }
    }

    static String ask(DatagramSocket socket, byte[] question) throws IOException {
        byte[] buffer = new byte[65535];
        DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
        try {
            socket.send(new DatagramPacket(question, question.length));
            socket.receive(answer);
        } catch (SocketTimeoutException lost) {
            socket.send(new DatagramPacket(question, question.length));
            socket.receive(answer);
        }
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }
}
