// check: client udp textbook
// finds: udp/client/shown-as-bytes
// Prints the array, not its text.
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

public class UdpClientArray {
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12000;
        Scanner keyboard = new Scanner(System.in);
        if (!keyboard.hasNextLine()) {
            return;
        }
        String sentence = keyboard.nextLine();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByName("localhost"), port);
            socket.setSoTimeout(1000);
            byte[] data = sentence.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(data, data.length));
            byte[] buffer = new byte[65535];
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            System.out.println(packet.getData());
        } catch (IOException error) {
            System.err.println("no answer: " + error.getMessage());
            System.exit(1);
        }
    }
}
