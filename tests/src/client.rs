//! A small HTTP/1.1 client: one request a connection, and an answer is whole or an error.

use serde_json::Value;
use std::{io, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// `201`.
    pub status: u16,
    /// The status line and the headers, as they came.
    pub head: String,
    /// The body.
    pub text: String,
    /// The body as JSON; null when it is something else.
    pub json: Value,
}

impl Answer {
    /// The body, of an answer that must have this status.
    ///
    /// # Panics
    /// When it has another.
    #[must_use]
    #[track_caller]
    pub fn of(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.text);
        self.json
    }

    /// The stable code of a problem that must have this status.
    ///
    /// # Panics
    /// When it has another.
    #[must_use]
    #[track_caller]
    pub fn code(self, status: u16) -> String {
        self.of(status)["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Call {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Call {
    /// `GET /health`.
    #[must_use]
    pub fn new(method: &'static str, path: &str) -> Self {
        Self { method, path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// As whoever has this token.
    #[must_use]
    pub fn token(self, token: &str) -> Self {
        self.header("Authorization", format!("Bearer {token}"))
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string().into_bytes())
    }

    /// With any body.
    #[must_use]
    pub fn body(mut self, kind: &str, body: Vec<u8>) -> Self {
        self.body = body;
        if kind.is_empty() { self } else { self.header("Content-Type", kind) }
    }

    /// Sends it. An answer that breaks off is an error: nobody may count on half a sentence.
    pub async fn send(&self, to: SocketAddr) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        let mut request = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        request.push_str(&format!("Host: {to}\r\nConnection: close\r\n"));
        for (name, value) in &self.headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.method != "GET" {
            request.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        let mut bytes = (request + "\r\n").into_bytes();
        bytes.extend_from_slice(&self.body);
        // A server may refuse before it has read everything; what it says is then still to be read.
        let sent = stream.write_all(&bytes).await;
        let mut came = Vec::new();
        let read = stream.read_to_end(&mut came).await;
        match answer(&came, self.method == "HEAD") {
            Some(answer) => Ok(answer),
            None => {
                sent?;
                read?;
                Err(io::ErrorKind::UnexpectedEof.into())
            }
        }
    }
}

/// The answer in these bytes; none when it is not whole. An answer to HEAD speaks of a body and has none.
fn answer(bytes: &[u8], is_head: bool) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = bytes.get(end + 4..)?;
    let named = |wanted: &str| {
        head.lines().skip(1).find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
        })
    };
    let body = match (named("content-length"), named("transfer-encoding")) {
        _ if is_head => Vec::new(),
        (Some(length), _) => body.get(..length.parse().ok()?)?.to_vec(),
        (None, Some(_)) => unchunked(body)?,
        (None, None) => body.to_vec(),
    };
    let text = String::from_utf8_lossy(&body).into_owned();
    let json = serde_json::from_str(&text).unwrap_or(Value::Null);
    Some(Answer { status, head, text, json })
}

fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(rest.get(..end)?).ok()?.trim(), 16);
        let (from, length) = (end + 2, length.ok()?);
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(from..from + length)?);
        rest = rest.get(from + length + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn half_an_answer_is_none() {
        let whole = b"HTTP/1.1 201 Created\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
        assert_eq!(answer(whole, false).unwrap().of(201)["a"], 1);
        for n in 0..whole.len() {
            assert!(answer(&whole[..n], false).is_none(), "{n}");
        }
        let chunks = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        assert_eq!(answer(chunks, false).unwrap().text, "abcde");
        for n in 0..chunks.len() - 7 {
            assert!(answer(&chunks[..n], false).is_none(), "{n}");
        }
    }
}
