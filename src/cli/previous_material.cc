#include "previous_material.h"

namespace chainlint::cli {

std::unique_ptr<PreviousMaterial> load_previous(const RunOptions&, const ReadOptions&, CertificateCache&, const TrustMaterial&,
                                                std::vector<std::string>&) {
  return std::make_unique<PreviousMaterial>();
}

}  // namespace chainlint::cli
