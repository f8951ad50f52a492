// check: server udp textbook
// finds:
// UDP server: one socket for all, each datagram answered where it came from.
use std::io::Result;
use std::net::UdpSocket;

fn main() -> Result<()> {
    let port = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(12000);
    let server = UdpSocket::bind(("::", port))?;
    let mut buffer = [0u8; 65535];
    loop {
        if let Ok((length, client)) = server.recv_from(&mut buffer) {
            let answer = String::from_utf8_lossy(&buffer[..length]).to_uppercase();
            if let Err(error) = server.send_to(answer.as_bytes(), client) {
                eprintln!("not sent: {error}");
            }
        }
    }
}
