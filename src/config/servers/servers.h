// One function per server, each in its file. A server is added by a function here and a row of kServers in reader.cc.
#pragma once

#include <string>

#include "chainlint/config/endpoint.h"
#include "chainlint/config/server_files.h"

namespace chainlint::config {

// Reads `configuration.path` and what it includes. `main`: see read_configuration().
void read_nginx(const ServerFiles& files, bool main, Configuration& configuration);
void read_apache(const ServerFiles& files, bool main, Configuration& configuration);
void read_haproxy(const ServerFiles& files, bool main, Configuration& configuration);
void read_postfix(const ServerFiles& files, bool main, Configuration& configuration);
void read_postgresql(const ServerFiles& files, bool main, Configuration& configuration);
void read_mariadb(const ServerFiles& files, bool main, Configuration& configuration);
void read_dovecot(const ServerFiles& files, bool main, Configuration& configuration);
void read_stunnel(const ServerFiles& files, bool main, Configuration& configuration);
void read_mosquitto(const ServerFiles& files, bool main, Configuration& configuration);
void read_slapd(const ServerFiles& files, bool main, Configuration& configuration);
void read_openvpn(const ServerFiles& files, bool main, Configuration& configuration);
void read_spring(const ServerFiles& files, bool main, Configuration& configuration);
void read_tomcat(const ServerFiles& files, bool main, Configuration& configuration);
void read_kafka(const ServerFiles& files, bool main, Configuration& configuration);
void read_elasticsearch(const ServerFiles& files, bool main, Configuration& configuration);
void read_mongodb(const ServerFiles& files, bool main, Configuration& configuration);
void read_caddy(const ServerFiles& files, bool main, Configuration& configuration);
void read_traefik(const ServerFiles& files, bool main, Configuration& configuration);
void read_envoy(const ServerFiles& files, bool main, Configuration& configuration);
void read_redis(const ServerFiles& files, bool main, Configuration& configuration);
void read_jenkins(const ServerFiles& files, bool main, Configuration& configuration);
void read_iis(const ServerFiles& files, bool main, Configuration& configuration);
void read_f5(const ServerFiles& files, bool main, Configuration& configuration);
void read_netscaler(const ServerFiles& files, bool main, Configuration& configuration);
void read_freeradius(const ServerFiles& files, bool main, Configuration& configuration);

}  // namespace chainlint::config
