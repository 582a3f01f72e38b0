#include "citerne/model/ambush.hpp"

#include "citerne/model/shares.hpp"

namespace citerne {

std::vector<Struck> first_and_last_lost(std::size_t tankers) {
  std::vector<Struck> fate(tankers, Struck::trapped);
  if (tankers > 0) fate.front() = fate.back() = Struck::lost;
  return fate;
}

std::vector<Struck> counted_from_the_head(std::size_t tankers, std::size_t lost, std::size_t trapped) {
  std::vector<Struck> fate(tankers, Struck::spared);
  for (std::size_t i = 0; i < tankers && i < lost + trapped; ++i)
    fate[i] = i < lost ? Struck::lost : Struck::trapped;
  return fate;
}

void abduct(std::vector<Struck>& fate, std::size_t crews) {
  for (Struck& tanker : fate)
    if (crews > 0 && tanker == Struck::spared) {
      tanker = Struck::abducted;
      --crews;
    }
}

std::array<std::size_t, 3> fates_of_trapped(std::size_t trapped, Share recovered, Share diverted,
                                            Share lost) {
  const std::array<std::int64_t, 3> weights{recovered.count(), diverted.count(), lost.count()};
  std::vector<std::int64_t> parts;
  split_exactly(static_cast<std::int64_t>(trapped), weights, parts);
  return {static_cast<std::size_t>(parts[0]), static_cast<std::size_t>(parts[1]),
          static_cast<std::size_t>(parts[2])};
}

}  // namespace citerne
