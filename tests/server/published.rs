//! Relying parties on the API's address and on their own: by whatever name, and beside the API.

use crate::served::{Client, Served};
use canopy::server::ServerOptions;

fn status(client: &mut Client, request: &str) -> u16 {
    client.exchange(request.as_bytes()).unwrap().status
}

#[test]
fn whoever_validates_comes_by_any_name_and_the_api_does_not() {
    let served = Served::with(|options| options.publish = Some("127.0.0.1:0".parse().unwrap()));
    let crl = "GET /published/crl/none.crl HTTP/1.1\r\nHost: crl.example.com\r\n\r\n";
    let ocsp = "POST / HTTP/1.1\r\nHost: ocsp.example.com\r\nContent-Type: application/ocsp-request\r\n\
                Content-Length: 1\r\n\r\nx";
    let api = "POST / HTTP/1.1\r\nHost: crl.example.com\r\nX-Amz-Target: ACMPrivateCA.ListTags\r\n\
               Content-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}";
    let publish = served.running.publish_address().unwrap();
    assert_ne!(publish, served.running.address());
    for address in [served.running.address(), publish] {
        let mut client = Client::to(address);
        assert_eq!(status(&mut client, crl), 404);
        // A malformedRequest of RFC 6960 is a response like others.
        assert_eq!(status(&mut client, ocsp), 200);
    }
    assert_eq!(status(&mut served.connect(), api), 403);
    // There is no API there.
    let refused = status(&mut Client::to(publish), &api.replace("crl.example.com", &publish.to_string()));
    assert_eq!(refused, 415);
    served.still_works();
}

#[test]
fn a_second_address_may_be_open_to_everybody() {
    let served = Served::with(|options| {
        *options = ServerOptions { publish: Some("0.0.0.0:0".parse().unwrap()), ..options.clone() };
    });
    assert!(served.running.publish_address().unwrap().ip().is_unspecified());
}
