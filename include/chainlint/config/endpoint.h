// What the configuration of a server says about TLS: endpoints, with the names that they serve and the files that they name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/base/enum_names.h"
#include "chainlint/base/location.h"
#include "chainlint/base/secret.h"

namespace chainlint::config {

// The names are those of the deployment targets in rules/targets/.
enum class Server {
  nginx,
  apache,
  haproxy,
  postfix,
  postgresql,
  mariadb,
  dovecot,
  stunnel,
  mosquitto,
  slapd,
  openvpn,
  java_keystore,
  java_pem,
  tomcat_pem,
  kafka,
  elasticsearch,
  mongodb,
  freeradius,
  caddy,
  traefik,
  envoy,
  f5,
  netscaler,
  redis,
  jenkins,  // has endpoints of java_keystore
  iis,
  kubernetes,  // objects of manifests: run::read_manifests()
};
inline constexpr EnumNames<Server::kubernetes> kServerNames{
    "nginx", "apache",  "haproxy",       "postfix",  "postgresql", "mariadb", "dovecot",       "stunnel", "mosquitto",
    "slapd", "openvpn", "java-keystore", "java-pem", "tomcat-pem", "kafka",   "elasticsearch", "mongodb", "freeradius",
    "caddy", "traefik", "envoy",         "f5",       "netscaler",  "redis",   "jenkins",       "iis",     "kubernetes-tls"};
constexpr std::string_view to_string(Server server) { return kServerNames[server]; }

enum class Role {
  server,  // presents its certificate to clients
  client,  // presents its certificate to another server: proxy_ssl_certificate
};
inline constexpr EnumNames<Role::client> kRoleNames{"server", "client"};
constexpr std::string_view to_string(Role role) { return kRoleNames[role]; }

// Whether a connection to the port begins with TLS.
enum class TlsUse { on, starttls, off };
inline constexpr EnumNames<TlsUse::off> kTlsUseNames{"on", "starttls", "off"};
constexpr std::string_view to_string(TlsUse use) { return kTlsUseNames[use]; }

struct Listener {
  std::string address;  // "192.0.2.1", "[::1]"; "*" is any; a path for a UNIX socket
  std::string port;     // may be a range or a variable; empty for a UNIX socket
  TlsUse tls = TlsUse::on;
  bool is_default = false;  // this endpoint answers clients that send no name, or one that no endpoint has

  // "192.0.2.1:443".
  std::string text() const { return port.empty() ? address : address + ":" + port; }
  friend bool operator==(const Listener&, const Listener&) = default;
};

// Whether a server presents its certificate to servers of its kind, too: brokers, members of a cluster.
enum class PeerUse {
  undecided,  // the configuration does not show it
  never,
  verified,  // as a client, and they verify it
};

// How a name selects requests.
enum class NameForm {
  exact,
  wildcard,   // "*.example.com", at any depth in nginx and Apache
  undecided,  // a regular expression, a variable or a template
};

struct ServedName {
  std::string text;  // as written, "*.example.com" for a wildcard
  NameForm form = NameForm::exact;
  Location location;
};

// What is known of a file that the configuration names.
enum class FileState {
  found,         // `path` leads to it
  missing,       // its folder is part of the input, and the file is not
  not_supplied,  // its folder is not part of the input: nothing is known
  outside,       // it is outside of the folders that may be read
  undecided,     // a variable or a template decides the path
  inlined,       // the configuration contains the data itself, or names a key in hardware
  created,       // the server or a controller creates it: mod_md, cert-manager
  stored,        // in a certificate store of Windows
};
inline constexpr EnumNames<FileState::stored> kFileStateNames{"found",     "missing", "not supplied", "outside",
                                                              "undecided", "inline",  "created",      "stored"};
constexpr std::string_view to_string(FileState state) { return kFileStateNames[state]; }

struct FileReference {
  std::string written;     // as in the configuration; empty: none is named, and `missing` where the server has no other source
  bool is_object = false;  // names an object, "Secret prod/www", and `path` the manifest with it
  Location location;       // of the directive
  FileState state = FileState::not_supplied;
  std::string path;                // of a file that was found: as it is opened
  std::vector<std::string> tried;  // where a file that was not found was looked for
  std::string sha1;                // `stored`: the thumbprint, in lower-case hexadecimal; empty where none is configured

  bool is_named() const { return !written.empty(); }
  bool is_found() const { return state == FileState::found && !path.empty(); }
};

// The entry of a keystore that a server uses.
struct KeyAlias {
  std::string text;        // as written; empty: none is configured, and the server chooses
  bool undecided = false;  // a variable or a template decides it
  Location location;

  bool is_known() const { return !text.empty() && !undecided; }
};

// One certificate of an endpoint.
struct CertificateFiles {
  FileReference certificate;
  FileReference key;            // not named: the key is in the certificate's file
  FileReference chain;          // not named: the chain is in the certificate's file
  bool chain_replaces = false;  // the chain file is sent in place of the chain in the certificate's file
  // Whether the configuration provides the password of an encrypted key; nothing where that is not known.
  std::optional<bool> key_password;
  KeyAlias alias = {};  // where the certificate's file is a keystore
};

// One block that chooses certificates: a `server` of nginx, a VirtualHost, a `bind` line.
struct Endpoint {
  Server server = Server::nginx;
  Role role = Role::server;
  std::string block;  // what it is in the configuration: "server", "VirtualHost", "bind"
  Location location;
  std::vector<Listener> listeners;
  std::vector<ServedName> names;  // empty: any name, or none is configured
  std::vector<CertificateFiles> certificates;
  std::vector<FileReference> client_cas;  // that verify the peer: clients of a server, servers of a client
  std::vector<FileReference> crls;        // with which it verifies clients; it refuses those whose CA has none there
  FileReference truststore;               // of Java, beside a keystore
  bool pins_peers = false;                // client_cas may contain the peers' own certificates
  bool verifies_clients = false;          // it refuses clients whose certificates do not lead to a root in client_cas
  bool completed_from_cas = false;        // a certificate without a chain is sent with what client_cas have of it, its root too
  std::vector<FileReference> issuers;     // a certificate without a chain is sent with the whole one that begins with its issuer
  PeerUse peers = PeerUse::undecided;
  bool default_certificate = false;  // it has no certificate, and sends that of the default endpoint of its port
};

// The configuration of one server.
struct Configuration {
  Server server = Server::nginx;
  std::string path;                // the file that was read first
  std::vector<std::string> files;  // all that were read, in order
  std::vector<Endpoint> endpoints;
  std::vector<ServedName> routed;   // for which the server chooses among the certificates of all its endpoints: routers of Traefik
  std::vector<Password> passwords;  // in clear text, of keystores and keys
  Diagnostics diagnostics;          // each with its place
};

}  // namespace chainlint::config
