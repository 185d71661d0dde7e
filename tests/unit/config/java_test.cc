// Servers in Java, and MongoDB, whose settings are read as theirs.
#include "unit/config/settings_text.h"

namespace chainlint::config {
namespace java_test {

using namespace settings_text;

TEST(Jenkins, ReadsOptionsAndVariables) {
  EXPECT_EQ(read(Server::jenkins, "jenkins",
                 "NAME=jenkins\nHTTP_PORT=8080\nJENKINS_ARGS=\"--webroot=/var/cache/$NAME/war --httpPort=-1 --httpsPort=8443 "
                 "--httpsKeyStore=a.pem --httpsKeyStorePassword=$PASSWORD\"\n"),
            "server *:8443: a.pem\n");
  EXPECT_EQ(read(Server::jenkins, "override.conf",
                 "[Service]\nEnvironment=\"JENKINS_HTTPS_PORT=443\" \"JENKINS_HTTPS_LISTEN_ADDRESS=192.0.2.1\"\n"
                 "Environment=JENKINS_HTTPS_KEYSTORE=a.pem\nEnvironment=\"JENKINS_HTTPS_KEYSTORE_PASSWORD=secret\"\n"
                 "#Environment=\"JENKINS_HTTPS_PORT=8443\"\n"),
            "server 192.0.2.1:443: a.pem\nconfig-password: contains the password of a keystore in clear text\n");
  EXPECT_EQ(read(Server::jenkins, "override.conf",
                 "[Service]\nEnvironment=\"JENKINS_HTTPS_KEYSTORE=%h/a.p12\"\nEnvironment=\"JENKINS_HTTPS_PORT=443\"\n"),
            "server *:443: (undecided)\n");
  EXPECT_EQ(read(Server::jenkins, "override.conf", "[Service]\nEnvironment=\"JENKINS_HTTPS_KEYSTORE=a.pem\"\n"),
            "config-tls-off: configures a certificate but no HTTPS port\n");
}

TEST(SpringBoot, ReadsPropertiesAndYaml) {
  const std::string yaml = "server:\n  port: 8443\n  ssl:\n    key-store: classpath:store.p12\n    key-alias: web\n";
  EXPECT_EQ(read(Server::java_keystore, "application.yml", yaml, {{"store.p12", ""}}), "server *:8443: store.p12[web]\n");
  EXPECT_EQ(read(Server::java_keystore, "application.properties", "server.ssl.keyStore=file:a.pem\nserver.port : 9443\n"),
            "server *:9443: a.pem\n");
  EXPECT_EQ(read(Server::java_keystore, "application.yml",
                 "server.ssl:\n  certificate: a.pem\n  certificate-private-key: a.key\n  trust-certificate: ca.pem\n"),
            "server *:8080: a.pem+a.key <- ca.pem\n");
  EXPECT_EQ(read(Server::java_keystore, "application.yml", "server:\n  ssl:\n    enabled: false\n    key-store: a.pem\n"), "");
  EXPECT_EQ(read(Server::java_keystore, "application.properties", "server.ssl.key-store=${STORE}\n"), "server *:8080: (undecided)\n");
}

TEST(SpringBoot, ReadsBundlesByTheirNames) {
  EXPECT_EQ(
      read(Server::java_keystore, "application.yml",
           "server.ssl.bundle: web-store\nspring:\n  ssl:\n    bundle:\n      jks:\n        webStore:\n          key:\n            alias: "
           "${ALIAS}\n          keystore:\n            location: a.pem\n"),
      "server *:8080: a.pem[${ALIAS}?]\n");
  EXPECT_EQ(read(Server::java_keystore, "application.properties",
                 "server.ssl.bundle=web\nspring.ssl.bundle.pem.web.keystore.certificate=a.pem\n"
                 "spring.ssl.bundle.pem.web.keystore.private-key=a.key\nspring.ssl.bundle.pem.web.truststore.certificate=ca.pem\n"),
            "server *:8080: a.pem+a.key <- ca.pem\n");
}

TEST(SpringBoot, ReadsProfilesOnTopOfTheBase) {
  const std::string base = "server:\n  port: 8443\n  ssl:\n    key-store: a.pem\n    key-alias: web\n";
  const auto profile = [](const std::string& name, const std::string& server) {
    return "---\nspring.config.activate.on-profile: " + name + "\nserver:\n" + server;
  };
  EXPECT_EQ(read(Server::java_keystore, "application.yml",
                 base + profile("local", "  ssl: { enabled: false }\n") + profile("[prod, eu]", "  ssl: { key-alias: prod }\n") +
                     profile("same", "  shutdown: graceful\n") + profile("port", "  port: 9443\n")),
            "server *:8443: a.pem[web]\nserver *:8443: a.pem[prod]\nserver *:9443: a.pem[web]\n");
  // A later document that always counts beats a profile before it.
  EXPECT_EQ(read(Server::java_keystore, "application.yml", base + profile("p", "  port: 1\n") + "---\nserver.port: 2\n"),
            "server *:2: a.pem[web]\n");
  EXPECT_EQ(read(Server::java_keystore, "application.properties",
                 "server.ssl.key-store=a.pem\n# no mark\n#---\nspring.profiles=test\nserver.ssl.enabled=false\n!---\n"
                 "spring.config.activate.on-profile=prod\nserver.ssl.key-store=b.pem\n"),
            "server *:8080: a.pem\nserver *:8080: b.pem\n");
}

TEST(SpringBoot, ReadsFilesOfProfilesOnTopOfTheBase) {
  const Files files{{"application.yml", "server:\n  port: 8443\n  ssl:\n    key-store: a.pem\n    key-store-password: x\n"}};
  EXPECT_EQ(read(Server::java_keystore, "application-prod.properties", "server.ssl.key-store=b.pem\n", files), "server *:8443: b.pem\n");
  EXPECT_EQ(read(Server::java_keystore, "application-local.yml", "server.ssl:\n  client-auth: want\n  key-alias: x\n", files),
            "server *:8443: a.pem[x]\n");
  EXPECT_EQ(read(Server::java_keystore, "application-test.properties", "server.ssl.enabled=false\n", files), "");
  EXPECT_EQ(read(Server::java_keystore, "application-same.properties", "server.ssl.client-auth=want\n", files), "");
  Files all = files;
  all["application-prod.properties"] = "server.ssl.key-store=b.pem\n";
  const Configuration configuration = read_in_memory(Server::java_keystore, "application-prod.properties", all);
  EXPECT_EQ(configuration.files, std::vector<std::string>{"application-prod.properties"});
  EXPECT_EQ(configuration.endpoints.at(0).block, "server.ssl, profile prod");
}

TEST(SpringBoot, TakesThePlaceOfTheValue) {
  const Configuration configuration =
      read_in_memory(Server::java_keystore, "application.yml",
                     {{"application.yml", "a: 1\nserver:\n  ssl: { key-store: store.p12 }\n"}, {"store.p12", ""}});
  ASSERT_EQ(configuration.endpoints.size(), 1u);
  EXPECT_EQ(to_string(configuration.endpoints[0].certificates[0].certificate.location), "application.yml:3:21");
  EXPECT_EQ(to_string(configuration.endpoints[0].server), "java-keystore");
}

TEST(SpringBoot, NamesPasswordsInClearTextAndShowsNone) {
  const auto diagnostics = [](const std::string& text) {
    const Configuration configuration = read_in_memory(Server::java_keystore, "application.properties", {{"application.properties", text}});
    std::string messages;
    for (const Diagnostic& each : configuration.diagnostics) messages += each.code + ": " + each.message + "\n";
    return messages;
  };
  EXPECT_EQ(diagnostics("server.ssl.key-store-password=geheim\n"),
            "config-password: 'server.ssl.key-store-password' contains a password in clear text\n");
  EXPECT_EQ(diagnostics("server.ssl.keyPassword: geheim\n"),
            "config-password: 'server.ssl.keyPassword' contains a password in clear text\n");
  EXPECT_EQ(diagnostics("server.ssl.key-store-password=${PASSWORD}\nserver.ssl.key-password=ENC(abc)\nserver.ssl.trust-store-password=x\n"),
            "");
}

TEST(Tomcat, ReadsHostsOfConnectors) {
  EXPECT_EQ(
      read(Server::tomcat_pem, "server.xml",
           "<Server port=\"8005\">\n <Service>\n  <Connector port=\"8080\"/>\n  <Connector port=\"8443\" SSLEnabled=\"true\">\n"
           "   <SSLHostConfig>\n    <Certificate certificateFile=\"a.pem\" certificateKeyFile=\"a.key\" certificateChainFile=\"ca.pem\"/>\n"
           "   </SSLHostConfig>\n   <SSLHostConfig hostName=\"B.test\">\n    <Certificate "
           "certificateKeystoreFile=\"${catalina.base}/b.pem\" "
           "certificateKeystorePassword=\"${p}\" certificateKeyAlias=\"b\"/>\n   </SSLHostConfig>\n  </Connector>\n "
           "</Service>\n</Server>\n"),
      "server *:8443: a.pem+a.key>ca.pem\nserver *:8443 b.test: b.pem[b]\n");
}

TEST(Tomcat, NeedsSslToBeEnabled) {
  EXPECT_EQ(read(Server::tomcat_pem, "server.xml",
                 "<Server>\n<Connector port=\"8443\" keystoreFile=\"a.pem\" keystorePass=\"geheim\"/>\n</Server>\n"),
            "config-password: 'keystorePass' contains a password in clear text\n"
            "config-tls-off: configures a certificate for port 8443 without SSLEnabled=\"true\", so the port does not use TLS\n");
}

TEST(Tomcat, ExpandsNoEntities) {
  EXPECT_EQ(
      read(Server::tomcat_pem, "server.xml",
           "<!DOCTYPE Server [<!ENTITY a \"a.pem\">]>\n<Server >\n<Connector SSLEnabled=\"true\" keystoreFile=\"&a;\"/>\n</Server>\n"),
      "config-limit: has a document type (DOCTYPE) with declarations; the rest was not read\n");
}

TEST(Kafka, ListenersBeatTheBroker) {
  EXPECT_EQ(read(Server::kafka, "server.properties",
                 "listeners=INTERNAL://:9091,SASL_SSL://0.0.0.0:9093,PLAINTEXT://:9092\nssl.keystore.location=a.pem\n"
                 "listener.security.protocol.map=INTERNAL:SSL,SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT\n"
                 "listener.name.internal.ssl.keystore.location=b.pem\n# ssl.keystore.location=ca.pem\n"),
            "server *:9091: b.pem\nserver *:9093: a.pem\n");
}

TEST(Kafka, NamesAreThoseOfAdvertisedListeners) {
  const std::string text =
      "listeners=SSL://a.test:9093, My-Own://:9094,PLAINTEXT://p.test:9092,V6://[2001:db8::1]:9095\nssl.keystore.location=a.pem\n"
      "listener.security.protocol.map=SSL:SSL,My-Own:SASL_SSL,PLAINTEXT:PLAINTEXT,V6:SSL\n"
      "advertised.listeners=SSL://a.test:9093,My-Own://${HOST}:9094\n";
  EXPECT_EQ(read(Server::kafka, "server.properties", text),
            "server a.test:9093 *:9094 [2001:db8::1]:9095 a.test ${HOST} 2001:db8::1: a.pem\n");
  EXPECT_EQ(read(Server::kafka, "server.properties", text + "inter.broker.listener.name=SSL\nssl.endpoint.identification.algorithm=\n"),
            "server a.test:9093 *:9094 [2001:db8::1]:9095 ${HOST} 2001:db8::1: a.pem\n");
}

TEST(Kafka, BrokersPresentTheCertificateOfTheirListener) {
  const auto peers = [](const std::string& text) {
    return peers_of(Server::kafka, "server.properties", "ssl.keystore.location=a.pem\n" + text);
  };
  using Peers = std::vector<PeerUse>;
  const std::string internal = "listener.security.protocol.map=INTERNAL:SSL\ninter.broker.listener.name=INTERNAL\n";
  EXPECT_EQ(peers(""), Peers{PeerUse::never});
  EXPECT_EQ(peers("ssl.client.auth=required\n"), Peers{PeerUse::never});
  EXPECT_EQ(peers("security.inter.broker.protocol=SSL\n"), Peers{PeerUse::never});
  EXPECT_EQ(peers("security.inter.broker.protocol=SSL\nssl.client.auth=required\n"), Peers{PeerUse::verified});
  EXPECT_EQ(peers("security.inter.broker.protocol=SASL_SSL\nssl.client.auth=required\n"), Peers{PeerUse::never});
  EXPECT_EQ(peers(internal + "ssl.client.auth=requested\n"), Peers{PeerUse::verified});
  EXPECT_EQ(peers(internal + "listener.name.internal.ssl.client.auth=required\n"), Peers{PeerUse::verified});
  EXPECT_EQ(peers(internal + "ssl.client.auth=${AUTH}\n"), Peers{PeerUse::undecided});
  EXPECT_EQ(peers("inter.broker.listener.name={{ listener }}\nssl.client.auth=required\n"), Peers{PeerUse::undecided});
  EXPECT_EQ(peers(internal + "ssl.client.auth=required\nlistener.name.internal.ssl.keystore.location=b.pem\n"),
            (Peers{PeerUse::verified, PeerUse::never}));
  EXPECT_EQ(peers("controller.listener.names=CONTROLLER\nlistener.security.protocol.map=CONTROLLER:SSL\nssl.client.auth=required\n"),
            Peers{PeerUse::verified});
}

TEST(Mongodb, MembersPresentTheCertificateOfTheServer) {
  const auto peers = [](const std::string& text) {
    return peers_of(Server::mongodb, "mongod.conf", "net:\n  tls:\n    mode: requireTLS\n    certificateKeyFile: a.pem\n" + text);
  };
  using Peers = std::vector<PeerUse>;
  EXPECT_EQ(peers(""), Peers{PeerUse::never});
  EXPECT_EQ(peers("replication:\n  replSetName: rs0\n"), Peers{PeerUse::undecided});
  EXPECT_EQ(peers("sharding:\n  clusterRole: shardsvr\n"), Peers{PeerUse::undecided});
  EXPECT_EQ(peers("    clusterFile: b.pem\nreplication:\n  replSetName: rs0\n"), Peers{PeerUse::never});
}

TEST(Elasticsearch, ReadsBothOfItsInterfaces) {
  const std::string text =
      "xpack.security.http.ssl:\n  enabled: true\n  keystore.path: a.pem\nxpack:\n  security:\n    transport:\n      ssl:\n        "
      "enabled: true\n"
      "        certificate: b.pem\n        key: b.key\n        certificate_authorities: [ \"ca.pem\" ]\n";
  EXPECT_EQ(read(Server::elasticsearch, "elasticsearch.yml", text), "server *:9200: a.pem\nserver *:9300: b.pem+b.key <- ca.pem\n");
  const Configuration configuration =
      read_in_memory(Server::elasticsearch, "elasticsearch.yml", {{"elasticsearch.yml", text}, {"a.pem", ""}});
  EXPECT_EQ(to_string(configuration.endpoints.at(0).server), "java-keystore");
  EXPECT_EQ(to_string(configuration.endpoints.at(1).server), "elasticsearch");
}

TEST(Mongodb, ReadsBothGenerationsOfItsOptions) {
  EXPECT_EQ(read(Server::mongodb, "mongod.conf",
                 "net:\n  port: 27018\n  tls:\n    mode: requireTLS\n    certificateKeyFile: a.pem\n    CAFile: ca.pem\n"),
            "server *:27018: a.pem <- ca.pem\n");
  EXPECT_EQ(read(Server::mongodb, "mongod.conf", "net:\n  ssl:\n    mode: requireSSL\n    PEMKeyFile: a.pem\n"), "server *:27017: a.pem\n");
  EXPECT_EQ(read(Server::mongodb, "mongod.conf", "net:\n  tls:\n    mode: disabled\n    certificateKeyFile: a.pem\n"), "");
}

}  // namespace java_test
}  // namespace chainlint::config
