// check: server tcp line
// finds:
// Concurrent line server: a thread for each client, an answer for each line.
use std::io::{BufRead, BufReader, Result, Write};
use std::net::{TcpListener, TcpStream};

fn talk(mut client: TcpStream) -> Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        client.write_all(String::from_utf8_lossy(&line).to_uppercase().as_bytes())?;
        line.clear();
    }
    Ok(())
}

fn main() -> Result<()> {
    let port = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(12000);
    let server = TcpListener::bind(("::", port))?;
    for client in server.incoming().flatten() {
        std::thread::spawn(move || {
            if let Err(error) = talk(client) {
                eprintln!("a client is gone: {error}");
            }
        });
    }
    Ok(())
}
