// check: client udp loop
// finds: udp/client/typed-ahead
// Makes a new scanner for every line.
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

public class UdpClientNewScanner {
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        while (true) {
            Scanner keyboard = new Scanner(System.in);
            if (!keyboard.hasNextLine()) {
                break;
            }
            ask(keyboard.nextLine(), port);
        }
    }

    static void ask(String sentence, int port) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByName("localhost"), port);
            socket.setSoTimeout(1000);
            byte[] data = sentence.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(data, data.length));
            byte[] buffer = new byte[65535];
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            System.out.println(new String(
                packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        } catch (IOException error) {
            System.err.println("no answer: " + error.getMessage());
        }
    }
}
