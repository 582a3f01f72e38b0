#pragma once
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "citerne/base/text.hpp"
#include "citerne/scenario/scenario.hpp"

namespace citerne::input {

/// The known names of one kind of thing, for references and for "did you mean".
template <class IdType>
class NameList {
 public:
  explicit NameList(std::string_view what) : what_{what} {}

  /// `shown` is how people write it: `Ségou` for `segou`.
  void add(const std::string& name, IdType id, const std::string& shown = {}) {
    ids_.emplace(name, id);
    names_.push_back(name);
    words_.push_back(name);
    if (!shown.empty()) {
      shown_.emplace(shown, name);
      words_.push_back(shown);
    }
  }
  std::optional<IdType> find(std::string_view name) const {
    const auto found = ids_.find(name);
    return found == ids_.end() ? std::nullopt : std::optional{found->second};
  }
  /// The name that was most likely meant, or empty.
  std::string nearest(std::string_view word) const {
    const std::string near = nearest_word(word, words_);
    const auto shown = shown_.find(near);
    return shown == shown_.end() ? near : shown->second;
  }
  std::string_view what() const { return what_; }  ///< `place`
  std::size_t size() const { return names_.size(); }
  const std::vector<std::string>& names() const { return names_; }  ///< As they were added.

  /// The list could not be read whole: an unknown name may well be right.
  bool incomplete = false;

 private:
  std::string_view what_;
  std::map<std::string, IdType, std::less<>> ids_;
  std::map<std::string, std::string, std::less<>> shown_;
  std::vector<std::string> names_;
  std::vector<std::string> words_;  ///< Names and shown names.
};

/// Every list of names, filled as the sections are read.
struct Names {
  NameList<PlaceId> places{"place"};
  NameList<CorridorId> corridors{"corridor"};
  NameList<ProductId> products{"product"};
  NameList<ProfileId> profiles{"profile"};
  NameList<ClassId> classes{"class"};
  NameList<ServiceTableId> service_tables{"service table"};
  NameList<PostId> posts{"post"};
  NameList<TerminalId> terminals{"terminal"};
  NameList<SiteId> sites{"site"};
  NameList<EscortId> escorts{"escort"};
  NameList<EventId> events{"event"};

  template <class IdType>
  const NameList<IdType>& of() const {
    return std::get<const NameList<IdType>&>(std::tie(places, corridors, products, profiles, classes,
                                                      service_tables, posts, terminals, sites, escorts,
                                                      events));
  }
};

}  // namespace citerne::input
