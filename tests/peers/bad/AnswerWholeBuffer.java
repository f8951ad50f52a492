// check: server tcp loop
// finds: tcp/answer/nuls
// Sends the whole buffer, however much of it was received.
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

class AnswerWholeBuffer {
    static void serve(Socket client) {
        try (client) {
            byte[] buffer = new byte[512];
            while (client.getInputStream().read(buffer) > 0) {
                client.getOutputStream().write(new String(buffer).toUpperCase().getBytes());
                buffer = new byte[512];
            }
        } catch (IOException gone) {
            System.err.println(gone.getMessage());
        }
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 12000;
        ServerSocket server = new ServerSocket(port, 128);
        while (true) {
            Socket client = server.accept();
            new Thread(() -> serve(client)).start();
        }
    }
}
