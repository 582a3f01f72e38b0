#pragma once
#include <algorithm>
#include <utility>
#include <vector>

#include "network.hpp"

namespace reference {

constexpr double kFar = 1e300;

/// Shortest open ways by a tree per destination, each repaired in place where an edge change reaches, and one
/// more tree towards the nearest source.
class Routing {
 public:
  explicit Routing(const Network& network)
      : network_{network},
        open_(network.edges.size(), 1),
        hit_(network.size(), 0),
        trees_(network.size() + 1) {}

  bool is_open(Number edge) const { return open_[edge] != 0; }
  /// The next arc from `at`; no arc when no way is open.
  Arc hop(Number at, Number to) { return tree(to).before[at]; }
  Number nearest_source(Number depot) { return tree(static_cast<Number>(network_.size())).root[depot]; }

  void set_open(Number edge, bool open) {
    open_[edge] = open ? 1 : 0;
    for (const Number k : built_) repair(trees_[k], edge, open);
  }

 private:
  struct Tree {
    std::vector<double> hours;
    std::vector<Arc> before;
    std::vector<Number> root;
  };

  Tree& tree(Number k) {
    if (trees_[k].hours.empty()) build(k);
    return trees_[k];
  }

  void build(Number k) {
    const Number nodes = static_cast<Number>(network_.size());
    Tree& t = trees_[k];
    built_.push_back(k);
    t.hours.assign(nodes, kFar);
    t.before.assign(nodes, Arc{});
    t.root.assign(nodes, kNone);
    heap_.clear();
    for (Number v = 0; v < nodes; ++v) {
      if (k == nodes ? network_.source[v] == 0 : v != k) continue;
      t.hours[v] = 0.0;
      t.root[v] = v;
      push(0.0, v);
    }
    settle(t);
  }

  void push(double hours, Number v) {
    heap_.emplace_back(-hours, v);
    std::push_heap(heap_.begin(), heap_.end());
  }

  void relax(Tree& t, Number from, Number edge, Number to, double hours) {
    const double by_here = hours + network_.edges[edge].hours;
    if (by_here >= t.hours[to]) return;
    t.hours[to] = by_here;
    t.before[to] = {from, edge};
    t.root[to] = t.root[from];
    push(by_here, to);
  }

  void settle(Tree& t) {
    while (!heap_.empty()) {
      std::pop_heap(heap_.begin(), heap_.end());
      const auto [negative, v] = heap_.back();
      heap_.pop_back();
      const double hours = -negative;
      if (hours > t.hours[v]) continue;
      for (const Arc a : network_.arcs[v])
        if (is_open(a.edge)) relax(t, v, a.edge, a.to, hours);
    }
  }

  void repair(Tree& t, Number edge, bool open) {
    const Edge& e = network_.edges[edge];
    heap_.clear();
    if (open) {
      if (t.hours[e.u] < kFar) relax(t, e.u, edge, e.v, t.hours[e.u]);
      if (t.hours[e.v] < kFar) relax(t, e.v, edge, e.u, t.hours[e.v]);
      settle(t);
      return;
    }
    if (t.before[e.u].edge == edge)
      cut(t, e.u);
    else if (t.before[e.v].edge == edge)
      cut(t, e.v);
  }

  /// Takes the subtree below `top` away and settles it anew from its rim.
  void cut(Tree& t, Number top) {
    cut_.assign(1, top);
    hit_[top] = 1;
    for (std::size_t i = 0; i < cut_.size(); ++i)
      for (const Arc a : network_.arcs[cut_[i]]) {
        const Arc before = t.before[a.to];
        if (hit_[a.to] != 0 || before.edge != a.edge || before.to != cut_[i]) continue;
        hit_[a.to] = 1;
        cut_.push_back(a.to);
      }
    for (const Number v : cut_) {
      t.hours[v] = kFar;
      t.before[v] = Arc{};
      t.root[v] = kNone;
    }
    for (const Number v : cut_)
      for (const Arc a : network_.arcs[v])
        if (is_open(a.edge) && hit_[a.to] == 0 && t.hours[a.to] < kFar)
          relax(t, a.to, a.edge, v, t.hours[a.to]);
    for (const Number v : cut_) hit_[v] = 0;
    settle(t);
  }

  const Network& network_;
  std::vector<char> open_, hit_;
  std::vector<Tree> trees_;
  std::vector<Number> built_, cut_;
  std::vector<std::pair<double, Number>> heap_;
};

}  // namespace reference
