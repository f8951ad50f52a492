// check: client udp textbook
// finds:
// UDP client: one line, one datagram, one answer.
use std::io::Result;
use std::net::UdpSocket;
use std::time::Duration;

fn ask(port: u16, question: &str) -> Result<String> {
    let socket = UdpSocket::bind(("0.0.0.0", 0))?;
    socket.connect(("127.0.0.1", port))?;
    socket.set_read_timeout(Some(Duration::from_secs(1)))?;
    socket.send(question.as_bytes())?;
    let mut buffer = [0u8; 65535];
    let length = socket.recv(&mut buffer)?;
    Ok(String::from_utf8_lossy(&buffer[..length]).into_owned())
}

fn main() {
    let port = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(12000);
    let mut line = String::new();
    if matches!(std::io::stdin().read_line(&mut line), Ok(0)) {
        return;
    }
    match ask(port, line.trim_end_matches('\n')) {
        Ok(answer) => println!("{answer}"),
        Err(error) => {
            eprintln!("no answer: {error}");
            std::process::exit(1);
        }
    }
}
