#pragma once
#include "citerne/base/random.hpp"
#include "citerne/engine/world.hpp"

namespace citerne::engine {

/// The luck of an event, addressed by its name: one draw is compared with any chance, so that a larger one
/// only adds to the replications of a smaller.
inline bool has_luck(const World& world, const citerne::Event& event, Share chance, std::uint32_t occasion) {
  Stream stream{{.seed = world.seed,
                 .replication = world.replication,
                 .purpose = Purpose::decision,
                 .entity = name_hash(event.id),
                 .occasion = occasion}};
  return uniform01(stream) * 1e6 < static_cast<double>(chance.count());
}

}  // namespace citerne::engine
