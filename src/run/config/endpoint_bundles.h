// The TLS endpoints that the configuration of servers describes, as bundles of a run.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/config/endpoint.h"
#include "chainlint/run/bundle_files.h"
#include "chainlint/run/deployment_choice.h"
#include "chainlint/run/lint_run.h"
#include "chainlint/run/policy_bundles.h"
#include "config/endpoint_checks.h"

namespace chainlint::run {

// The bundles of one run. Owns what its plans borrow, so that it cannot be moved.
class EndpointBundles {
 public:
  // Takes the files of configurations from `found`, and adds to it what they name outside of the paths of the run.
  EndpointBundles(const RunOptions& options, const LintPlan& plan, InputFiles& found);
  EndpointBundles(const EndpointBundles&) = delete;
  EndpointBundles& operator=(const EndpointBundles&) = delete;

  // Whether there are any. Otherwise all else does nothing.
  bool any() const { return !configurations_.empty(); }

  // The bundles of the policy and those of endpoints.
  const BundlePlans* plans() const { return any() ? &plans_ : plan_.bundles; }

  // Adds the passwords that are in the configurations in clear text, after those of the user.
  void add_passwords(formats::ReadOptions& reading) const;

  // Before files are read: what each of them is used as, and the configurations as inputs.
  void prepare(const ToldInputs& told, InputFiles& found, ListedFiles& listed);

  // When all files are read: what endpoints expect of their bundles, and what is wrong with the configuration itself as bundles of its own.
  void finish(const std::vector<KeptFile>& kept, std::vector<ReadBundle>& bundles, ListedFiles& listed);

 private:
  struct Planned {
    policy::PolicyBundle told;
    std::vector<EndpointUse> uses;
  };

  // What the bundle was planned as; null for one that is no endpoint's.
  const Planned* planned_of(const ReadBundle& read) const;

  void take_configuration_files(InputFiles& found);
  void plan_endpoint(const config::Endpoint& endpoint);
  chain::Purposes purposes_of(const std::vector<EndpointUse>& uses) const;
  void add_client_cas(InputFiles& found);
  const profiles::DeploymentRequest* deployments_for(const EndpointUse& use);
  void find_missing(config::Configuration& configuration) const;
  void note_files(config::Configuration& configuration);
  void note_nothing_supplied();
  using Containers = std::map<std::string, formats::Container>;
  // What was read of each file of CA certificates, by the path in the configuration.
  Containers client_cas(const std::vector<KeptFile>& kept) const;
  void expect(const std::vector<EndpointUse>& uses, const Containers& client_cas, ReadBundle& read);
  void complete(const EndpointUse& use, const Containers& authorities, ReadBundle& read);
  void mark_authorities(std::vector<ReadBundle>& bundles) const;
  void check_names(const EndpointUse& use, const ReadBundle& read);
  bool is_template(const config::Configuration& configuration) const;
  void add_diagnostic(Diagnostic diagnostic);

  const RunOptions& options_;
  const LintPlan& plan_;
  std::vector<config::Configuration> configurations_;
  std::deque<Planned> planned_;
  std::map<std::vector<std::string>, Planned*> by_files_;
  std::map<std::string, std::unique_ptr<DeploymentChoice>> deployments_;  // by target
  const profiles::DeploymentRequest nowhere_;
  BundlePlans plans_;
  std::size_t policy_plans_ = 0;                // the first of plans_
  std::vector<formats::Container> containers_;  // one for each file of a configuration, with what is wrong with it
  std::map<std::string, std::size_t> container_of_;
  std::map<std::string, std::vector<std::string>> missing_of_;  // by configuration file: where files were looked for that are not there
};

}  // namespace chainlint::run
