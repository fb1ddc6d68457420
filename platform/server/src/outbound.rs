//! Asking another server: whole answers within limits, over TLS, or plainly on this machine.

use axum::body::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{
    Request,
    client::conn::http1,
    header::{ACCEPT, HOST, HeaderValue, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};

/// From the first packet to the last byte.
const PATIENCE: Duration = Duration::from_secs(10);
const BYTES_MAX: usize = 256 << 10;

/// Another server did not answer as it should. For the log.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Silence(pub(crate) String);

fn silence(cause: impl std::fmt::Display) -> Silence {
    Silence(cause.to_string())
}

/// Where something is: https anywhere, http on this machine only.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    is_tls: bool,
    host: String,
    port: u16,
    path: String,
}

impl Place {
    /// Reads an absolute address.
    pub(crate) fn of(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let is_tls = match scheme {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let at = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(at);
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (authority, if is_tls { 443 } else { 80 }),
        };
        let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-';
        if host.is_empty() || !host.bytes().all(is_name) || url.contains(['#', ' ', '\r', '\n']) {
            return None;
        }
        if !is_tls && !["localhost", "127.0.0.1"].contains(&host) {
            return None;
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Some(Self { is_tls, host: host.to_owned(), port, path })
    }
}

/// A way out with the machine's own certificate authorities.
#[derive(Clone)]
pub(crate) struct Outbound {
    tls: TlsConnector,
}

impl Outbound {
    pub(crate) fn new() -> Result<Self, Silence> {
        let mut roots = RootCertStore::empty();
        // Without any, plain places on this machine still answer; others are refused one by one.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(silence)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)) })
    }

    pub(crate) async fn get(&self, url: &str) -> Result<Bytes, Silence> {
        self.ask(url, Request::get("/"), Bytes::new()).await
    }

    /// Posts a form, with a header of authorization if there is one.
    pub(crate) async fn post_form(
        &self,
        url: &str,
        form: String,
        authorization: Option<String>,
    ) -> Result<Bytes, Silence> {
        let mut request =
            Request::post("/").header("content-type", "application/x-www-form-urlencoded");
        if let Some(text) = authorization {
            let mut value = HeaderValue::from_str(&text).map_err(silence)?;
            value.set_sensitive(true);
            request = request.header("authorization", value);
        }
        self.ask(url, request, Bytes::from(form)).await
    }

    async fn ask(
        &self,
        url: &str,
        request: hyper::http::request::Builder,
        body: Bytes,
    ) -> Result<Bytes, Silence> {
        let place = Place::of(url).ok_or_else(|| {
            Silence(format!("{url}: not an address that is asked (https, or this machine)"))
        })?;
        let host = if [443, 80].contains(&place.port) {
            place.host.clone()
        } else {
            format!("{}:{}", place.host, place.port)
        };
        let request = request
            .uri(&place.path)
            .header(HOST, host)
            .header(USER_AGENT, "lindung")
            .header(ACCEPT, "application/json")
            .body(Full::new(body))
            .map_err(silence)?;
        let asked = async {
            let socket =
                TcpStream::connect((place.host.as_str(), place.port)).await.map_err(silence)?;
            if !place.is_tls {
                return answer(socket, request).await;
            }
            let name = ServerName::try_from(place.host.clone()).map_err(silence)?;
            answer(self.tls.connect(name, socket).await.map_err(silence)?, request).await
        };
        let said = tokio::time::timeout(PATIENCE, asked).await;
        said.unwrap_or_else(|_| Err(Silence("no answer in time".into())))
            .map_err(|Silence(why)| Silence(format!("{url}: {why}")))
    }
}

async fn answer<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Bytes, Silence>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(silence)?;
    let carrying = tokio::spawn(connection);
    let answered = async {
        let response = sender.send_request(request).await.map_err(silence)?;
        let status = response.status();
        let body = Limited::new(response.into_body(), BYTES_MAX).collect().await;
        let body = body.map_err(silence)?.to_bytes();
        // A redirection is an answer too, and nobody follows it: the address was configured.
        if status.is_success() { Ok(body) } else { Err(Silence(format!("status {status}"))) }
    };
    let answered = answered.await;
    carrying.abort();
    answered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_this_machine_is_asked() {
        let place = Place::of("https://masuk.example:8443/a?b=c").unwrap();
        assert_eq!((place.host.as_str(), place.port), ("masuk.example", 8443));
        assert_eq!(place.path, "/a?b=c");
        assert_eq!(Place::of("https://masuk.example").unwrap().path, "/");
        assert_eq!(Place::of("https://masuk.example?a").unwrap().path, "/?a");
        assert!(Place::of("http://localhost:9000/x").is_some());
        for bad in [
            "http://masuk.example/",
            "http://localhost.evil.example/",
            "ftp://masuk.example",
            "https://",
            "https://a b/",
            "https://user@masuk.example/",
            "https://masuk.example/#x",
            "https://masuk.example:x/",
            "https://masuk.example/\r\nHost: x",
            "masuk.example",
        ] {
            assert_eq!(Place::of(bad), None, "{bad}");
        }
    }
}
