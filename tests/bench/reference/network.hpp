#pragma once
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace reference {

using Number = std::uint32_t;  ///< Of a node or an edge.
constexpr Number kNone = 0xffff'ffff;

/// One of the two ways along an edge.
struct Arc {
  Number to = kNone;
  Number edge = kNone;
};

struct Edge {
  Number u = 0, v = 0;
  double hours = 0.0;                            ///< To drive it.
  double open_hours = 0.0, blocked_hours = 0.0;  ///< Mean spells.
  double hazard = 0.0;                           ///< Ambushes per hour on it.
};

/// `node ID source|depot|junction DEMANDS_PER_HOUR` and `edge U V KM OPEN_DAYS BLOCKED_DAYS HAZARD`.
struct Network {
  static constexpr double kSpeed = 40.0;  // km/h

  std::vector<Edge> edges;
  std::vector<std::vector<Arc>> arcs;  ///< By node.
  std::vector<double> demand;          ///< By node.
  std::vector<char> source;            ///< By node.
  std::vector<Number> depots;

  std::size_t size() const { return arcs.size(); }

  explicit Network(const std::string& path) {
    std::ifstream file{path};
    if (!file) throw std::runtime_error{"cannot read " + path};
    for (std::string line; std::getline(file, line);) {
      std::istringstream words{line};
      std::string what;
      words >> what;
      if (what == "node") read_node(words);
      if (what == "edge") read_edge(words);
    }
  }

 private:
  void read_node(std::istringstream& words) {
    Number id = 0;
    std::string kind;
    double rate = 0.0;
    words >> id >> kind >> rate;
    arcs.emplace_back();
    demand.push_back(rate);
    source.push_back(kind == "source" ? 1 : 0);
    if (kind == "depot") depots.push_back(id);
  }
  void read_edge(std::istringstream& words) {
    Edge e;
    double km = 0.0, open_days = 0.0, blocked_days = 0.0;
    words >> e.u >> e.v >> km >> open_days >> blocked_days >> e.hazard;
    e.hours = km / kSpeed;
    e.open_hours = open_days * 24.0;
    e.blocked_hours = blocked_days * 24.0;
    const Number number = static_cast<Number>(edges.size());
    edges.push_back(e);
    arcs[e.u].push_back({e.v, number});
    arcs[e.v].push_back({e.u, number});
  }
};

}  // namespace reference
