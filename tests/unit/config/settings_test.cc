// Servers whose configuration is lines of names and values.
#include "unit/config/settings_text.h"

namespace chainlint::config {
namespace settings_test {

using namespace settings_text;

TEST(Postfix, ReadsPairsOfEachKeyAlgorithm) {
  const auto main_cf = [](const std::string& text) { return read(Server::postfix, "main.cf", text); };
  EXPECT_EQ(main_cf("smtpd_tls_cert_file = a.pem\nsmtpd_tls_key_file = $smtpd_tls_cert_file\n"), "server *:25 (starttls): a.pem\n");
  EXPECT_EQ(main_cf("smtpd_tls_cert_file=a.pem\nsmtpd_tls_key_file=a.key\nsmtpd_tls_eccert_file = b.pem\nsmtpd_tls_eckey_file = b.key\n"),
            "server *:25 (starttls): a.pem+a.key b.pem+b.key\n");
  EXPECT_EQ(main_cf("smtpd_tls_cert_file = b.pem\nsmtpd_tls_cert_file = a.pem\nsmtpd_tls_CAfile = ca.pem\n"),
            "server *:25 (starttls): a.pem <- ca.pem\n");
  EXPECT_EQ(main_cf("smtpd_tls_cert_file = none\nsmtp_tls_cert_file = a.pem\nsmtp_tls_key_file = a.key\n"), "client: a.pem+a.key\n");
}

TEST(Postfix, TakesChainFilesBeforeAllOthers) {
  const auto main_cf = [](const std::string& text) { return read(Server::postfix, "main.cf", text); };
  EXPECT_EQ(main_cf("smtpd_tls_cert_file = ca.pem\nsmtpd_tls_chain_files =\n    a.pem,\n    b.pem\n"),
            "server *:25 (starttls): a.pem b.pem\n");
  EXPECT_EQ(main_cf("smtpd_tls_chain_files = a.key, a.pem, b.key, b.pem\n"), "server *:25 (starttls): a.pem+a.key b.pem+b.key\n");
}

// Postfix refuses a chain file that begins with the certificate, and offers no TLS.
TEST(Postfix, WantsTheKeyFirst) {
  const std::string certificate = "-----BEGIN CERTIFICATE-----\n", key = "-----BEGIN PRIVATE KEY-----\n";
  const auto conf = [&](const std::string& files) {
    return read(Server::postfix, "main.cf", "smtpd_tls_chain_files = " + files + "\n",
                {{"first.pem", key + certificate}, {"last.pem", certificate + key}, {"c.pem", certificate}, {"c.key", key}});
  };
  EXPECT_EQ(conf("first.pem"), "server *:25 (starttls): first.pem\n");
  EXPECT_EQ(conf("c.key, c.pem"), "server *:25 (starttls): c.pem+c.key\n");
  EXPECT_EQ(conf("last.pem, last.pem"),
            "server *:25 (starttls): last.pem last.pem\n"
            "config-setting-form: 'last.pem' has no private key before the certificate, so Postfix offers no TLS\n");
}

TEST(SettingsFile, NotesCommentsBehindAValue) {
  const std::string text = " has a comment after its value, which the server reads as part of the value\n";
  EXPECT_EQ(read(Server::postfix, "main.cf", "smtpd_tls_cert_file = a.pem # new\nsmtpd_banner = a # b\n"),
            "server *:25 (starttls): a.pem\nconfig-setting-form: 'smtpd_tls_cert_file'" + text);
  EXPECT_EQ(read(Server::mosquitto, "mosquitto.conf", "listener 8883\ncertfile a.pem # new\nkeyfile a.key\n"),
            "server *:8883: a.pem+a.key\nconfig-setting-form: 'certfile'" + text);
  EXPECT_EQ(read(Server::postgresql, "postgresql.conf", "ssl = on # yes\nssl_cert_file = 'a.pem' # new\nssl_key_file = 'a.key'\n"),
            "server localhost:5432 (starttls): a.pem+a.key\n");
}

TEST(Postfix, ReplacesItsOwnVariablesAlone) {
  const auto main_cf = [](const std::string& text) { return read(Server::postfix, "main.cf", text); };
  EXPECT_EQ(main_cf("name = a\nsmtpd_tls_cert_file = ${name}.pem\nsmtpd_tls_key_file = $(name).key\n"),
            "server *:25 (starttls): a.pem+a.key\n");
  EXPECT_EQ(main_cf("smtpd_tls_cert_file = $config_directory/a.pem\n"), "server *:25 (starttls): (undecided)\n");
  EXPECT_EQ(main_cf("x = $x\nsmtpd_tls_cert_file = $x\n"), "server *:25 (starttls): (undecided)\n");
}

TEST(Postfix, ReadsTheServicesOfMasterCf) {
  EXPECT_EQ(read(Server::postfix, "main.cf", "own = b\nsmtpd_tls_cert_file = a.pem\nsmtpd_tls_key_file = a.key\n",
                 {{"master.cf",
                   "smtp      inet  n       -       y       -       -       smtpd\n#submission inet n - y - - smtpd\n#  -o x=y\n"
                   "submissions inet n - y - - smtpd\n  -o syslog_name=postfix/smtps\n# in between\n  -o smtpd_tls_wrappermode=yes\n"
                   "127.0.0.1:10025 inet n - n - - smtpd -o { smtpd_tls_security_level = none }\n"
                   "[::1]:submission inet n - n - - smtpd -o smtpd_tls_cert_file=$own.pem -o smtpd_tls_key_file=b.key\n"
                   "smtp unix - - y - - smtp\nrelay unix - - y - - smtp\n  -o smtp_tls_cert_file=b.pem -o smtp_tls_key_file=b.key\n"
                   "pickup unix n - y 60 1 pickup\nmaildrop unix - n n - - pipe flags=DRXhu user=vmail argv=/usr/bin/maildrop\n"}}),
            "server [::1]:587 (starttls): b.pem+b.key\nserver *:25 (starttls) *:465: a.pem+a.key\nclient: b.pem+b.key\n");
}

TEST(Postfix, ReadsTheMapOfNames) {
  const std::string certificate = "smtpd_tls_cert_file = a.pem\nsmtpd_tls_key_file = a.key\n";
  EXPECT_EQ(read(Server::postfix, "main.cf", certificate + "tls_server_sni_maps = hash:sni\n",
                 {{"sni", "# names\na.test a.key, a.pem\n\n.b.test\n  b.key b.pem\n"}}),
            "server *:25 (starttls): a.pem+a.key\nserver *:25 (starttls) a.test: a.pem+a.key\n"
            "server *:25 (starttls) *.b.test: b.pem+b.key\n");
  EXPECT_EQ(read(Server::postfix, "main.cf", certificate + "tls_server_sni_maps = mysql:/etc/sni.cf, hash:none\n"),
            "server *:25 (starttls): a.pem+a.key\nconfig-include: includes 'mysql:/etc/sni.cf', which is not read\n"
            "config-include: includes 'hash:none', which was not found\n");
}

TEST(Redis, NeedsAPortForTls) {
  const auto conf = [](const std::string& text) { return read(Server::redis, "redis.conf", text); };
  EXPECT_EQ(conf("port 0\ntls-port 6380\nbind 127.0.0.1 -::1\nTLS-CERT-FILE \"a.pem\"\ntls-key-file a.key\ntls-ca-cert-file ca.pem\n"),
            "server 127.0.0.1:6380 [::1]:6380: a.pem+a.key <- ca.pem\n");
  EXPECT_EQ(conf("tls-port 0\ntls-cert-file a.pem\ntls-key-file a.key\n"),
            "config-tls-off: configures a certificate, but 'tls-port' is not set\n");
  EXPECT_EQ(conf("tls-ca-cert-dir ca\ntls-replication yes\ntls-cert-file a.pem\ntls-key-file a.key\n"), "client: a.pem+a.key\n");
  EXPECT_EQ(conf("tls-ca-cert-dir ca\ntls-port 6380\ntls-cert-file a.pem\ntls-key-file a.key\ntls-client-cert-file "
                 "b.pem\ntls-client-key-file b.key\n"
                 "tls-key-file-pass secret\n"),
            "server *:6380: a.pem+a.key\nclient: b.pem+b.key\nconfig-password: 'tls-key-file-pass' contains a password in clear text\n");
}

TEST(Redis, ReadsIncludedFilesAndPathsOfItsFolder) {
  EXPECT_EQ(
      read(Server::redis, "redis.conf", "tls-ca-cert-dir ca\ntls-cert-file c.pem\ntls-key-file c.key\ninclude conf.d/*.conf\ndir data\n",
           {{"conf.d/tls.conf", "tls-port 6380\n"}, {"data/c.pem", ""}, {"data/c.key", ""}}),
      "server *:6380: data/c.pem+data/c.key\n");
}

TEST(Postgresql, NeedsSslToBeOn) {
  const auto conf = [](const std::string& text) { return read(Server::postgresql, "postgresql.conf", text); };
  EXPECT_EQ(conf("ssl = on\nssl_cert_file = 'a.pem'\nssl_key_file='a.key'\nssl_ca_file 'ca.pem'\nport = 5433\nlisten_addresses = '*'\n"),
            "server *:5433 (starttls): a.pem+a.key <- ca.pem\n");
  EXPECT_EQ(conf("ssl = off\nssl_cert_file = 'a.pem'\n"), "");
  EXPECT_EQ(conf("ssl_cert_file = 'a.pem'\n"), "config-tls-off: configures a certificate, but 'ssl' is not on\n");
}

TEST(Postgresql, ReadsIncludedFoldersInOrder) {
  EXPECT_EQ(read(Server::postgresql, "postgresql.conf", "SSL = on\nssl_cert_file = 'b.pem'\ninclude_dir 'conf.d'\n",
                 {{"conf.d/1.conf", "ssl_cert_file = 'ca.pem'\n"},
                  {"conf.d/2.conf", "ssl_cert_file = 'a.pem'\n"},
                  {"conf.d/3.txt", "ssl = off\n"}}),
            "server localhost:5432 (starttls): a.pem\n");
}

TEST(Postgresql, ReadsWhatAlterSystemWroteLast) {
  const std::string text = "ssl = on\nssl_cert_file = 'b.pem'\nssl_key_file = 'b.key'\n";
  EXPECT_EQ(read(Server::postgresql, "postgresql.conf", text,
                 {{"postgresql.auto.conf", "# Do not edit this file manually!\nssl_cert_file = 'a.pem'\nssl_key_file = 'a.key'\n"}}),
            "server localhost:5432 (starttls): a.pem+a.key\n");
  EXPECT_EQ(read(Server::postgresql, "etc/postgresql.conf", text + "data_directory = '/var/lib/postgresql/15/main'\n",
                 {{"15/main/postgresql.auto.conf", "ssl_cert_file = 'c.pem'\n"}, {"15/main/c.pem", ""}, {"15/main/b.key", ""}}),
            "server localhost:5432 (starttls): 15/main/c.pem+15/main/b.key\n");
}

TEST(Mariadb, TakesTheLastValueOfAllGroupsOfTheServer) {
  EXPECT_EQ(read(Server::mariadb, "my.cnf",
                 "[mysqld]\nssl-cert = b.pem\nssl_key=a.key\nport=3307\n[server]\nloose-ssl-cert=a.pem\n[client]\nssl-ca = ca.pem\n; "
                 "ssl-cert = b.pem\n"),
            "server *:3307 (starttls): a.pem+a.key\n");
  EXPECT_EQ(
      read(Server::mariadb, "my.cnf", "!includedir conf.d\n[client]\nssl-cert=b.pem\nssl-key=b.key\n",
           {{"conf.d/server.cnf", "[mariadb-10.11]\nssl_cert = a.pem\nssl_key = a.key\nssl_ca = ca.pem\nbind-address = 127.0.0.1\n"}}),
      "server 127.0.0.1:3306 (starttls): a.pem+a.key <- ca.pem\nclient: b.pem+b.key\n");
}

TEST(Dovecot, ReadsBothFormsOfTheSettings) {
  const auto conf = [](const std::string& text) { return read(Server::dovecot, "dovecot.conf", text); };
  EXPECT_EQ(conf("ssl_cert = <a.pem\nssl_key = < a.key\n"), "server *:993 *:995: a.pem+a.key\n");
  EXPECT_EQ(conf("ssl_server_cert_file = a.pem\nssl_server_key_file = a.key\nssl_server_ca_file = ca.pem\n"),
            "server *:993 *:995: a.pem+a.key <- ca.pem\n");
  EXPECT_EQ(conf("ssl_server {\n  cert_file = a.pem\n  key_file = a.key\n}\n"), "server *:993 *:995: a.pem+a.key\n");
  EXPECT_EQ(conf("ssl = no\nssl_cert = <a.pem\nssl_key = <a.key\n"), "");
  EXPECT_EQ(conf("ssl_cert = a.pem\nssl_key = <a.key\n"),
            "server *:993 *:995: (inline)+a.key\n"
            "config-setting-form: 'ssl_cert' has no '<' before the file name, so Dovecot uses the file name as the content\n");
}

TEST(Dovecot, NotesFilesThatMustBeThere) {
  const auto conf = [](const std::string& text) { return read(Server::dovecot, "dovecot.conf", text); };
  EXPECT_EQ(conf("!include_try local.conf\n"), "");
  EXPECT_EQ(conf("!include local.conf\n"), "config-include: includes 'local.conf', which was not found\n");
}

TEST(Dovecot, NotesFormerNames) {
  EXPECT_EQ(read(Server::dovecot, "dovecot.conf", "dovecot_config_version = 2.4.1\nssl_cert = <a.pem\nssl_server_key_file = a.key\n"),
            "server *:993 *:995: a.pem+a.key\nconfig-setting-form: 'ssl_cert' is a setting of Dovecot 2.3: with this "
            "dovecot_config_version, Dovecot does not start\n");
}

TEST(Dovecot, ReadsNamesAndPorts) {
  EXPECT_EQ(read(Server::dovecot, "dovecot.conf",
                 "ssl_cert = <a.pem\nssl_key = <a.key\nservice imap-login {\n  inet_listener imap {\n    port = 143\n  }\n"
                 "  inet_listener imaps {\n    port = 9993\n    ssl = yes\n  }\n}\nlocal_name b.test {\n  ssl_cert = <b.pem\n  ssl_key = "
                 "<b.key\n}\n"
                 "local_name c.test { ssl_cert = <ca.pem }\n"),
            "server *:9993: a.pem+a.key\nserver *:9993 b.test: b.pem+b.key\nserver *:9993 c.test: ca.pem+a.key\n");
}

TEST(Stunnel, ReadsServices) {
  EXPECT_EQ(read(Server::stunnel, "stunnel.conf",
                 "cert = a.pem\nkey = a.key\n[web]\naccept = 443\nconnect = 80\n[named]\nsni = web:b.test\ncert = b.pem\nkey = "
                 "b.key\nconnect = 81\n"
                 "[out]\nclient = yes\naccept = 127.0.0.1:25\nconnect = mail.test:465\nCAfile = ca.pem\n"),
            "server *:443: a.pem+a.key\nserver *:443 b.test: b.pem+b.key\nclient: <- ca.pem\n");
  EXPECT_EQ(
      read(Server::stunnel, "stunnel.conf",
           "client = yes\ncert = a.pem\n[one]\naccept = 25\nconnect = mail.test:465\n[two]\ncert = b.pem\naccept = 26\nconnect = x:1\n"
           "[three]\nclient = no\naccept = 27\nconnect = 80\n"),
      "client: a.pem\nclient: b.pem\nserver *:27: a.pem\n");
}

TEST(SettingsFile, FindsPathsOfWindowsWithSpaces) {
  const Files files{{"MySQL Server 8.0/ssl/w.pem", ""}, {"stunnel/config/w.pem", ""}};
  EXPECT_EQ(read(Server::mariadb, "my.ini", "[mysqld]\nssl-cert=C:/ProgramData/MySQL/MySQL Server 8.0/ssl/w.pem\n", files),
            "server *:3306 (starttls): MySQL Server 8.0/ssl/w.pem\n");
  EXPECT_EQ(read(Server::stunnel, "stunnel.conf",
                 "[web]\naccept = 443\nconnect = 80\ncert = C:\\Program Files (x86)\\stunnel\\config\\w.pem\n", files),
            "server *:443: stunnel/config/w.pem\n");
  EXPECT_EQ(read(Server::java_keystore, "application.properties", "server.ssl.key-store=file:///C:\\\\stunnel\\\\config\\\\w.pem\n", files),
            "server *:8080: stunnel/config/w.pem\n");
  EXPECT_TRUE(may_be_configuration("MySQL/my.ini"));
}

TEST(Mosquitto, DividesOptionsByListener) {
  EXPECT_EQ(read(Server::mosquitto, "mosquitto.conf",
                 "listener 1883 127.0.0.1\nlistener 8883\ncertfile a.pem\nkeyfile a.key\ncafile ca.pem\nlistener 8884\ncertfile b.pem\n"
                 "connection up\nbridge_certfile b.pem\nbridge_keyfile b.key\n"),
            "server *:8883: a.pem+a.key <- ca.pem\nclient: b.pem+b.key\n"
            "config-tls-off: configures a certificate for port 8884 without 'keyfile', so the port does not use TLS\n");
}

TEST(Slapd, ReadsBothFormsOfItsConfiguration) {
  EXPECT_EQ(read(Server::slapd, "slapd.conf", "TLSCertificateFile a.pem\ntlsCertificateKeyFile a.key\nTLSCACertificateFile ca.pem\n"),
            "server *:389 (starttls): a.pem+a.key <- ca.pem\n");
  EXPECT_EQ(read(Server::slapd, "cn=config.ldif", "dn: cn=config\nolcTLSCertificateFile: a.pem\nolcTLSCertificateKeyFile:: YS5rZXk=\n"),
            "server *:389 (starttls): a.pem+a.key\n");
  EXPECT_EQ(read(Server::slapd, "slapd.conf", "TLSCertificateFile\n  a.pem\n"), "server *:389 (starttls): a.pem\n");
}

TEST(Slapd, ReadsLdif) {
  const auto config = [](const std::string& text) { return read(Server::slapd, "cn=config.ldif", "dn: cn=config\n" + text); };
  EXPECT_EQ(config("olcTLSCertificateFile: a.\r\n pem\r\nolcTLSCertificateKeyFile:: YS5\n rZXk=\n"),
            "server *:389 (starttls): a.pem+a.key\n");
  EXPECT_EQ(config("# olcTLSCertificateFile: b.\n pem\nolcTLSCertificateFile:a.pem\nolcTLSCACertificateFile:   ca.pem\n"),
            "server *:389 (starttls): a.pem <- ca.pem\n");
  EXPECT_EQ(config("olcTLSCertificateFile: a.pem\nolcTLSCertificateKeyFile:: a.k=y\n"),
            "server *:389 (starttls): a.pem\nconfig-syntax: has a value that is not valid base64\n");
  EXPECT_EQ(config("olcTLSCertificateFile: a.pem\nolcTLSCertificateKeyFile:: AAAA\nolcTLSCACertificateFile:< file:///ca.pem\n"),
            "server *:389 (starttls): a.pem\n");
}

TEST(Openvpn, TellsServersFromClients) {
  EXPECT_EQ(read(Server::openvpn, "server.conf", "port 1195\ndev tun\nserver 10.8.0.0 255.255.255.0\nca ca.pem\ncert a.pem\nkey a.key\n"),
            "server *:1195: a.pem+a.key <- ca.pem\n");
  EXPECT_EQ(
      read(Server::openvpn, "client.ovpn", "client\ndev tun\nremote vpn.test 1194\nca ca.pem\ncert a.pem\nkey a.key\nextra-certs b.pem\n"),
      "client: a.pem+a.key>b.pem <- ca.pem\n");
}

TEST(Recognition, NeedsNoLines) {
  const std::string nginx =
      "user www; events {} http { server { listen 443 ssl; server_name a.test; ssl_certificate a.pem; ssl_certificate_key a.key; } }";
  EXPECT_EQ(read(Server::nginx, "nginx.conf", nginx, {}), "server *:443 a.test: a.pem+a.key\n");
  EXPECT_TRUE(is_main_file(Server::nginx, "x.conf", nginx));
  EXPECT_TRUE(is_main_file(Server::nginx, "x.conf", "events\n{\n}\nhttp\n{\n}\n"));
  EXPECT_EQ(recognize("worker_processes 1;\nhttp\n{\n include x;\n}\n"), std::optional(Server::nginx));
  const std::string tomcat =
      "<?xml version='1.0'?><Server port=\"8005\"><Service><Connector port=\"8443\" SSLEnabled=\"true\"><SSLHostConfig><Certificate "
      "certificateFile=\"a.pem\"/></SSLHostConfig></Connector></Service></Server>";
  EXPECT_EQ(read(Server::tomcat_pem, "server.xml", tomcat, {}), "server *:8443: a.pem\n");
  EXPECT_EQ(recognize("<?xml version=\"1.0\"?><configuration><system.applicationHost><sites/></system.applicationHost></configuration>"),
            std::optional(Server::iis));
  EXPECT_EQ(
      read(
          Server::iis, "Get-WebBinding.json",
          R"([{"protocol":"https","bindingInformation":"*:443:a.test","sslFlags":1,"certificateHash":"A909","certificateStoreName":"My"}])",
          {}),
      "server *:443 a.test: (stored)\n");
  EXPECT_EQ(recognize("# x; http { server { listen 443 ssl; } }\na = 1 # y; http {}\n"), std::nullopt);
}

TEST(Redis, MembersPresentTheCertificateOfTheServer) {
  const auto peers = [](const std::string& text) {
    return peers_of(Server::redis, "redis.conf", "tls-port 6379\ntls-cert-file a.pem\n" + text);
  };
  using Peers = std::vector<PeerUse>;
  EXPECT_EQ(peers(""), Peers{PeerUse::undecided});
  EXPECT_EQ(peers("tls-replication yes\n"), Peers{PeerUse::verified});
  EXPECT_EQ(peers("tls-cluster yes\ntls-auth-clients optional\n"), Peers{PeerUse::verified});
  EXPECT_EQ(peers("tls-cluster yes\ntls-auth-clients no\n"), Peers{PeerUse::undecided});
  EXPECT_EQ(peers("tls-cluster yes\ntls-client-cert-file b.pem\n"), (Peers{PeerUse::undecided, PeerUse::undecided}));
}

TEST(Settings, ServersVerifyClients) {
  const auto verifies = [](Server server, const std::string& path, const std::string& text) {
    return read_in_memory(server, path, {{path, text}, {"a.pem", ""}, {"a.key", ""}}).endpoints.at(0).verifies_clients;
  };
  const std::string redis = "tls-port 6379\ntls-cert-file a.pem\ntls-ca-cert-file ca.pem\n";
  EXPECT_TRUE(verifies(Server::redis, "redis.conf", redis));
  EXPECT_FALSE(verifies(Server::redis, "redis.conf", redis + "tls-auth-clients no\n"));
  EXPECT_FALSE(verifies(Server::redis, "redis.conf", redis + "tls-ca-cert-dir certs\n"));
  const std::string mosquitto = "listener 8883\ncertfile a.pem\nkeyfile a.key\ncafile ca.pem\n";
  EXPECT_FALSE(verifies(Server::mosquitto, "mosquitto.conf", mosquitto));
  EXPECT_TRUE(verifies(Server::mosquitto, "mosquitto.conf", mosquitto + "require_certificate true\n"));
  EXPECT_FALSE(verifies(Server::mosquitto, "mosquitto.conf", mosquitto + "require_certificate true\ncapath certs\n"));
  const std::string apache = "Listen 443\nSSLEngine on\nSSLCertificateFile a.pem\nSSLCACertificateFile ca.pem\n";
  EXPECT_FALSE(verifies(Server::apache, "httpd.conf", apache + "SSLVerifyClient optional_no_ca\n"));
  EXPECT_TRUE(verifies(Server::apache, "httpd.conf", apache + "SSLVerifyClient Require\n"));
  EXPECT_FALSE(verifies(Server::apache, "httpd.conf", apache + "SSLVerifyClient require\nSSLCACertificatePath certs\n"));
  const std::string haproxy = "frontend f\n  bind :443 ssl crt a.pem ca-file ca.pem ";
  EXPECT_TRUE(verifies(Server::haproxy, "haproxy.cfg", haproxy + "verify required\n"));
  EXPECT_FALSE(verifies(Server::haproxy, "haproxy.cfg", haproxy + "verify none\n"));
  EXPECT_FALSE(verifies(Server::haproxy, "haproxy.cfg", haproxy + "verify required ca-verify-file all.pem\n"));
  const std::string nginx = "http { server { listen 443 ssl; ssl_certificate a.pem; ssl_certificate_key a.key;\n";
  EXPECT_TRUE(verifies(Server::nginx, "nginx.conf", nginx + "ssl_verify_client optional; } }"));
  EXPECT_FALSE(verifies(Server::nginx, "nginx.conf", nginx + "ssl_verify_client off; } }"));
}

TEST(Caddy, ReadsSitesAndSnippets) {
  EXPECT_EQ(
      read(Server::caddy, "Caddyfile",
           "{\n  admin off\n}\n(own) {\n  tls b.pem b.key\n}\na.test, https://www.a.test:8443 {\n  tls a.pem a.key\n}\n"
           "b.test {\n  import own\n}\nc.test {\n  tls internal\n}\nd.test {\n  tls me@d.test\n}\nhttp://e.test {\n  tls a.pem a.key\n}\n"),
      "server *:443 *:8443 a.test www.a.test: a.pem+a.key\nserver *:443 b.test: b.pem+b.key\n");
  EXPECT_EQ(read(Server::caddy, "Caddyfile", "a.test\ntls a.pem a.key\nfile_server\n"), "server *:443 a.test: a.pem+a.key\n");
  EXPECT_EQ(read(Server::caddy, "Caddyfile", ":8443 {\n  tls a.pem {$KEY}\n  tls b.pem b.key\n}\n"),
            "server *:8443: a.pem+(undecided) b.pem+b.key\n");
}

TEST(Caddy, ReadsCertificatesOfABlock) {
  EXPECT_EQ(read(Server::caddy, "Caddyfile", "www.test {\n  tls a.pem a.key {\n    protocols tls1.2 tls1.3\n  }\n  file_server\n}\n"),
            "server *:443 www.test: a.pem+a.key\n");
}

TEST(Traefik, ReadsTheDynamicConfiguration) {
  const std::string tls =
      "tls:\n  certificates:\n    - certFile: a.pem\n      keyFile: a.key\n  stores:\n    default:\n      defaultCertificate:\n"
      "        certFile: b.pem\n        keyFile: b.key\n";
  EXPECT_EQ(read(Server::traefik, "dynamic.yml", tls), "server: a.pem+a.key\nserver: b.pem+b.key\n");
  EXPECT_EQ(read(Server::traefik, "traefik.yml", "entryPoints:\n  web:\n    address: ':443'\n" + tls),
            "config-setting-ignored: 'tls' is in the static configuration, where Traefik ignores it\n");
}

TEST(Traefik, ReadsTomlToo) {
  const std::string tls =
      "[[tls.certificates]]\n  certFile = \"a.pem\"\n  keyFile = 'a.key'\n\n[tls.stores.default.defaultCertificate]\ncertFile = \"b.pem\"\n"
      "keyFile = \"b.key\" # own\n[[tls.certificates]]\ncertFile = \"\"\"\nca.pem\"\"\"\n";
  EXPECT_EQ(read(Server::traefik, "dynamic.toml", tls), "server: a.pem+a.key\nserver: b.pem+b.key\nserver: ca.pem\n");
  EXPECT_EQ(read(Server::traefik, "traefik.toml", "[entryPoints]\n  [entryPoints.web]\n  address = \":443\"\n" + tls),
            "config-setting-ignored: 'tls' is in the static configuration, where Traefik ignores it\n");
  EXPECT_EQ(
      read(Server::traefik, "dynamic.toml", "[tls]\n[tls.stores.x]\n[[tls.certificates]\n[[tls.certificates]]\ncertFile = \"a.pem\"\n"),
      "config-syntax: is not valid TOML from here on; the file was not read\n");
}

TEST(Caddy, ReadsImportedFilesAndArguments) {
  EXPECT_EQ(read(Server::caddy, "Caddyfile",
                 "(own) {\n  tls {args.0}.pem {args[1]}.key\n}\nimport sites/*.caddy\na.test {\n  import own a a\n}\nimport none.caddy\n"
                 "c.test {\n  import parts/tls\n}\n",
                 {{"sites/b.caddy", "b.test {\n  tls b.pem b.key\n}\n"}, {"parts/tls", "tls ca.pem b.key\n"}}),
            "server *:443 b.test: b.pem+b.key\nserver *:443 a.test: a.pem+a.key\nserver *:443 c.test: ca.pem+b.key\n"
            "config-include: includes 'none.caddy', which was not found\n");
  EXPECT_EQ(read(Server::caddy, "Caddyfile", "import Caddyfile*\na.test {\n  tls a.pem a.key\n}\n"),
            "server *:443 a.test: a.pem+a.key\nconfig-limit: 'Caddyfile' includes itself\n");
}

TEST(Envoy, ReadsFilterChainsAndClusters) {
  EXPECT_EQ(
      read(Server::envoy, "envoy.yaml",
           "static_resources:\n  listeners:\n  - address: { socket_address: { address: 0.0.0.0, port_value: 8443 } }\n    filter_chains:\n"
           "    - filter_chain_match: { server_names: [a.test, '*.b.test'] }\n      transport_socket:\n        typed_config:\n"
           "          common_tls_context:\n            tls_certificates:\n            - certificate_chain: { filename: a.pem }\n"
           "              private_key: { filename: a.key }\n            - certificate_chain: { filename: b.pem }\n"
           "              private_key: { filename: b.key }\n            validation_context: { trusted_ca: { filename: ca.pem } }\n"
           "  clusters:\n  - transport_socket:\n      typed_config:\n        common_tls_context:\n          tls_certificates:\n"
           "          - certificate_chain: { filename: b.pem }\n            private_key: { filename: b.key }\n"),
      "server *:8443 a.test *.b.test: a.pem+a.key b.pem+b.key <- ca.pem\nclient: b.pem+b.key\n");
}

TEST(Freeradius, ReadsTheSettingsOfEap) {
  EXPECT_EQ(read(Server::freeradius, "raddb/mods-enabled/eap",
                 "eap {\n  tls-config tls-common {\n    private_key_password = whatever\n    private_key_file = ${certdir}/s.pem\n"
                 "    certificate_file = ${certdir}/s.pem\n    ca_file = ${cadir}/ca.pem\n  }\n  tls {\n    tls = tls-common\n  }\n}\n",
                 {{"raddb/certs/s.pem", ""}, {"raddb/certs/ca.pem", ""}}),
            "server: raddb/certs/s.pem <- raddb/certs/ca.pem\n");
}

TEST(SettingsFile, KnowsThatFilesAreMissingOnlyWhereTheirFolderIsKnown) {
  const auto state_of = [](Server server, const std::string& path, const std::string& text) {
    const Configuration configuration = read_in_memory(server, path, {{path, text}});
    return std::string(to_string(configuration.endpoints.at(0).certificates.at(0).certificate.state));
  };
  EXPECT_EQ(state_of(Server::postgresql, "postgresql.conf", "ssl = on\nssl_cert_file = 'server.crt'\n"), "not supplied");
  EXPECT_EQ(state_of(Server::stunnel, "stunnel.conf", "[a]\naccept = 1\ncert = server.crt\n"), "not supplied");
  EXPECT_EQ(state_of(Server::java_keystore, "application.yml", "server.ssl.key-store: 'file:store.p12'\n"), "not supplied");
  EXPECT_EQ(state_of(Server::java_keystore, "application.yml", "server.ssl.key-store: 'classpath:store.p12'\n"), "missing");
  EXPECT_EQ(state_of(Server::elasticsearch, "elasticsearch.yml", "xpack.security.http.ssl.certificate: a.pem\n"), "missing");
}

TEST(BigIp, FollowsVirtualServersToProfiles) {
  const std::string profiles =
      "ltm profile client-ssl /Common/base {\n    cert-key-chain {\n        default {\n            cert /Common/a.pem\n            chain "
      "/Common/ca.pem\n"
      "            key /Common/a.key\n        }\n    }\n    defaults-from /Common/clientssl\n    inherit-certkeychain false\n}\n"
      "ltm profile client-ssl /Common/child {\n    defaults-from /Common/base\n    inherit-certkeychain true\n    server-name child.test\n "
      "   sni-default true\n}\n"
      "ltm profile client-ssl /Common/old {\n    cert b.pem\n    key b.key\n    chain none\n    server-name old.test\n}\n";
  EXPECT_EQ(read(Server::f5, "bigip.conf",
                 profiles + "ltm virtual /Common/web {\n    destination /Common/192.0.2.1:https\n    profiles {\n        /Common/child {\n"
                            "            context clientside\n        }\n        /Common/old { }\n        /Common/http { }\n    }\n}\n"),
            "server 192.0.2.1:443 child.test: a.pem+a.key>ca.pem\nserver 192.0.2.1:443 old.test: b.pem+b.key\n");
  EXPECT_EQ(
      read(Server::f5, "bigip.conf",
           "ltm profile client-ssl one { app-service none cert-key-chain { x { cert a.pem chain ca.pem key a.key } } server-name a.test }\n"
           "ltm virtual web { destination 192.0.2.1:443 profiles { http { } one { context clientside } } }\n"),
      "server 192.0.2.1:443 a.test: a.pem+a.key>ca.pem\n");
  EXPECT_EQ(read(Server::f5, "bigip.conf", profiles), "server: a.pem+a.key>ca.pem\nserver: a.pem+a.key>ca.pem\nserver: b.pem+b.key\n");
}

TEST(Netscaler, LinksChainsAndBindsCertificates) {
  EXPECT_EQ(read(Server::netscaler, "ns.conf",
                 "add ssl certKey web -cert a.pem -key a.key -expiryMonitor ENABLED\nadd ssl certKey inter -cert ca.pem\n"
                 "add ssl certKey \"other one\" -key b.key -cert b.pem\nlink ssl certKey web inter\n"
                 "add lb vserver shop SSL 192.0.2.7 443 -persistenceType NONE\nadd lb vserver plain HTTP 192.0.2.7 80\n"
                 "bind ssl vserver shop -certkeyName \"other one\" -SNICert\nbind ssl vserver shop -certkeyName web\n"
                 "bind ssl vserver shop -certkeyName inter -CA -ocspCheck Optional\n",
                 {{"ssl/c.pem", ""}}),
            "server 192.0.2.7:443: a.pem+a.key>ca.pem b.pem+b.key <- ca.pem\n");
}

// Of each certificate in a store of Windows, too.
std::string read_iis(const std::string& path, const std::string& text, Files files = {}) {
  files[path] = text;
  EXPECT_EQ(recognize(text), std::optional(Server::iis)) << text;
  std::string result;
  const Configuration configuration = read_in_memory(Server::iis, path, std::move(files));
  for (const Endpoint& endpoint : configuration.endpoints) {
    result += endpoint.block;
    for (const Listener& listener : endpoint.listeners) result += " " + listener.text() + (listener.is_default ? " (default)" : "");
    for (const ServedName& name : endpoint.names) result += " " + name.text;
    for (const CertificateFiles& certificate : endpoint.certificates) result += ": " + certificate.certificate.written;
    result += "\n";
  }
  for (const Diagnostic& diagnostic : configuration.diagnostics) result += diagnostic.code + ": " + diagnostic.message + "\n";
  return result;
}

const std::string kHash = "a909502dd82ae41433e6f83886b00d4277a32a7b", kOther = "0123456789abcdef0123456789ABCDEF01234567";

std::string sslcert(const std::string& endpoint, const std::string& hash) {
  return "\r\n    " + endpoint + "\r\n    Certificate Hash             : " + hash +
         "\r\n    Application ID               : {4dc3e181-e14b-4a21-b022-59fc669b0914}\r\n    Certificate Store Name       : (null)\r\n"
         "    Negotiate Client Certificate : Disabled\r\n";
}

TEST(Iis, FindsTheCertificatesOfBindingsInHttpSys) {
  const std::string bindings =
      "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<configuration>\n<system.applicationHost>\n<sites>\n<site name=\"Shop\" id=\"1\"><bindings>\n"
      "<binding protocol=\"http\" bindingInformation=\"*:80:\" />\n"
      "<binding protocol=\"https\" bindingInformation=\"*:443:Shop.example.com\" sslFlags=\"1\" />\n"
      "<binding protocol=\"https\" bindingInformation=\"[::1]:8443:\" sslFlags=\"0\" />\n"
      "<binding protocol=\"https\" bindingInformation=\"*:443:ccs.example.com\" sslFlags=\"3\" />\n"
      "<binding protocol=\"https\" bindingInformation=\"*:9443:\" />\n"
      "</bindings></site></sites></system.applicationHost></configuration>\n";
  EXPECT_EQ(read_iis("applicationHost.config", bindings,
                     {{"netsh.txt", "SSL Certificate bindings:\r\n-------------------------\r\n" +
                                        sslcert("Hostname:port                : shop.example.com:443", kHash) +
                                        sslcert("IP:port                      : [::]:8443", kOther)},
                      {"readme.txt", "text"}}),
            "binding of Shop *:443 shop.example.com: " + kHash + " of store My\n" +
                "binding of Shop [::1]:8443 (default): 0123456789abcdef0123456789abcdef01234567 of store My\n" +
                "binding of Shop *:443 ccs.example.com: central certificate store\nbinding of Shop *:9443 (default)\n");
}

TEST(Iis, ReadsWhatProgramsPrint) {
  EXPECT_EQ(
      read_iis("netsh.txt", sslcert("IP:Port                      : 0.0.0.0:443", kHash) + sslcert("Hostname:port : a.test:443", kHash)),
      "HTTP.sys *:443 (default): " + kHash + " of store My\nHTTP.sys *:443 a.test: " + kHash + " of store My\n");
  EXPECT_EQ(
      read_iis("bindings.txt",
               "protocol bindingInformation      sslFlags\n-------- ------------------      --------\nhttp     *:80:                   0\n"
               "https    *:443:www.example.com   1\n"),
      "binding *:443 www.example.com\n");
  EXPECT_EQ(read_iis("bindings.txt",
                     "protocol             : https\nbindingInformation   : *:443:\nsslFlags             : 0\ncertificateHash      : " +
                         kHash + "\ncertificateStoreName : WebHosting\n"),
            "binding *:443 (default): " + kHash + " of store WebHosting\n");
  EXPECT_EQ(read_iis("bindings.json",
                     "[\n  {\n    \"protocol\": \"https\",\n    \"bindingInformation\": \"*:443:a.test\",\n    \"sslFlags\": 1,\n"
                     "    \"certificateHash\": \"" +
                         kHash + "\",\n    \"certificateStoreName\": \"My\"\n  }\n]\n"),
            "binding *:443 a.test: " + kHash + " of store My\n");
}

TEST(Iis, ReadsUtf16) {
  const std::string text = sslcert("IP:port : 192.0.2.1:443", kHash);
  std::string wide = "\xFF\xFE";
  for (const char c : text) wide += c, wide += '\0';
  EXPECT_EQ(read_iis("netsh.txt", wide), "HTTP.sys 192.0.2.1:443 (default): " + kHash + " of store My\n");
}

}  // namespace settings_test
}  // namespace chainlint::config
