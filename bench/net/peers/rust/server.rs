//! Rust's standard library, nothing else. TCP: a thread for each connection that reads, upper-cases
//! in place and writes, all blocking. UDP: one recv_from loop. Both are what the documentation of
//! std::net shows, with a large buffer, no delay, and (for UDP; std has no call for it, so the C
//! library's is named) a receive buffer of 4 MiB like every other peer's.
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::fd::AsRawFd;
use std::thread;

const BUFFER: usize = 64 * 1024;

fn converse(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = vec![0; BUFFER];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => {
                buffer[..count].make_ascii_uppercase();
                stream.write_all(&buffer[..count])?;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn serve_tcp(port: u16) -> std::io::Result<()> {
    for stream in TcpListener::bind(("127.0.0.1", port))?.incoming().flatten() {
        // What a thread touches of its stack is what it costs; 64 KiB are enough for this one.
        thread::Builder::new().stack_size(BUFFER).spawn(move || converse(stream))?;
    }
    Ok(())
}

extern "C" {
    fn setsockopt(socket: i32, level: i32, name: i32, value: *const i32, size: u32) -> i32;
}

fn serve_udp(port: u16) -> std::io::Result<()> {
    const SOL_SOCKET: i32 = 1;
    const SO_RCVBUF: i32 = 8;
    let socket = UdpSocket::bind(("127.0.0.1", port))?;
    let size: i32 = 4 * 1024 * 1024;
    unsafe { setsockopt(socket.as_raw_fd(), SOL_SOCKET, SO_RCVBUF, &size, 4) };
    let mut buffer = vec![0; BUFFER];
    loop {
        if let Ok((count, peer)) = socket.recv_from(&mut buffer) {
            buffer[..count].make_ascii_uppercase();
            let _ = socket.send_to(&buffer[..count], peer);
        }
    }
}

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().collect();
    let port = words[2].parse().expect("usage: server tcp|udp PORT");
    if words[1] == "tcp" { serve_tcp(port) } else { serve_udp(port) }
}
