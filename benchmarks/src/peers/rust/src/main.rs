//! Asks netstat2, listeners and killport who listens on a TCP port. The line protocol is in ../../README.md.

use std::io::{BufRead, Write};
use std::time::Instant;

type Answer = Result<Vec<u32>, String>;

fn listeners_all(port: u16) -> Answer {
    let all = listeners::get_all().map_err(|e| e.to_string())?;
    Ok(all
        .into_iter()
        .filter(|l| l.socket.port() == port && l.protocol == listeners::Protocol::TCP)
        .map(|l| l.process.pid)
        .collect())
}

fn listeners_port(port: u16) -> Answer {
    listeners::get_process_by_port(port, listeners::Protocol::TCP)
        .map(|process| vec![process.pid])
        .map_err(|e| e.to_string())
}

fn netstat2(port: u16) -> Answer {
    use netstat2::{AddressFamilyFlags, ProtocolFlags, ProtocolSocketInfo, TcpState};
    let families = AddressFamilyFlags::IPV4 | AddressFamilyFlags::IPV6;
    let sockets = netstat2::get_sockets_info(families, ProtocolFlags::TCP).map_err(|e| e.to_string())?;
    let mut pids = Vec::new();
    for socket in sockets {
        if let ProtocolSocketInfo::Tcp(tcp) = &socket.protocol_socket_info {
            if tcp.local_port == port && tcp.state == TcpState::Listen {
                pids.extend(&socket.associated_pids);
            }
        }
    }
    Ok(pids)
}

/// The finder inside of killport tells how many, not which.
fn killport_count(port: u16) -> Result<usize, String> {
    killport::linux::find_target_processes(port).map(|found| found.len()).map_err(|e| e.to_string())
}

fn ask(operation: &str, port: u16) -> String {
    let found = match operation {
        "listeners-all" => listeners_all(port),
        "listeners-port" => listeners_port(port),
        "netstat2" => netstat2(port),
        "killport" => {
            return match killport_count(port) {
                Ok(count) => format!("count={count}"),
                Err(message) => format!("ERR {message}"),
            }
        }
        _ => Err(format!("no such operation: {operation}")),
    };
    match found {
        Err(message) => format!("ERR {}", message.replace('\n', " ")),
        Ok(mut pids) => {
            pids.sort_unstable();
            pids.dedup();
            if pids.is_empty() {
                return "none".to_string();
            }
            pids.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() == 4 && arguments[1] == "--once" {
        println!("{}", ask(&arguments[2], arguments[3].parse().expect("a port")));
        return;
    }
    let mut out = std::io::stdout();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let words: Vec<&str> = line.split(' ').collect();
        let count: usize = words[1].parse().expect("a count");
        let port: u16 = words[2].parse().expect("a port");
        let mut nanos = Vec::with_capacity(count);
        let mut answer = String::new();
        for _ in 0..count {
            let start = Instant::now();
            answer = ask(words[0], port);
            nanos.push(start.elapsed().as_nanos());
        }
        nanos.sort_unstable();
        writeln!(out, "{} {}", nanos[count / 2], answer).expect("a reader");
        out.flush().expect("a reader");
    }
}
