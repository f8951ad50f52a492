// check: client tcp line
// finds:
// Sends each line, and shows the line that comes for it.
use std::io::{stdin, BufRead, BufReader, Error, ErrorKind, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

fn talk(port: u16) -> Result<()> {
    let mut server = TcpStream::connect(("127.0.0.1", port))?;
    server.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut reader = BufReader::new(server.try_clone()?);
    for line in stdin().lines() {
        server.write_all((line? + "\n").as_bytes())?;
        let mut answer = String::new();
        if reader.read_line(&mut answer)? == 0 {
            return Err(Error::new(ErrorKind::UnexpectedEof, "the server closed"));
        }
        print!("{answer}");
    }
    Ok(())
}

fn main() {
    let port = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(12000);
    if let Err(error) = talk(port) {
        eprintln!("no answer: {error}");
        std::process::exit(1);
    }
}
