#include "citerne/engine/saved_day.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <type_traits>

#include <fmt/format.h>

#include "citerne/base/random.hpp"
#include "members.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

template <class T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

/// The unsigned number that has the bits of a plain value.
template <Plain T>
auto bits_of(T value) {
  if constexpr (std::is_same_v<T, bool>)
    return static_cast<std::uint8_t>(value);
  else if constexpr (std::is_same_v<T, double>)
    return std::bit_cast<std::uint64_t>(value);
  else if constexpr (std::is_enum_v<T>)
    return static_cast<std::make_unsigned_t<std::underlying_type_t<T>>>(value);
  else
    return static_cast<std::make_unsigned_t<T>>(value);
}

/// Numbers little-endian in their own width, a list as its length and its rows, a struct as its members.
class Writer {
 public:
  template <class... T>
  void operator()(const T&... values) {
    (put(values), ...);
  }
  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  template <Plain T>
  void put(T value) {
    auto bits = static_cast<std::uint64_t>(bits_of(value));
    for (std::size_t i = 0; i < sizeof(T); ++i, bits >>= 8)
      bytes_.push_back(static_cast<std::byte>(bits & 255));
  }
  template <class Tag>
  void put(Id<Tag> id) {
    put(static_cast<std::uint32_t>(id.index()));
  }
  template <class Tag>
  void put(Quantity<Tag> quantity) {
    put(quantity.count());
  }
  void put(Instant t) { put(t.unix_seconds()); }
  template <class T, std::size_t N>
  void put(const std::array<T, N>& values) {
    for (const T& value : values) put(value);
  }
  template <class T>
  void put(const std::vector<T>& rows) {
    put_list(rows);
  }
  template <class IdType, class T>
  void put(const Table<IdType, T>& rows) {
    put_list(rows);
  }
  void put(const Ledger& book) {
    put(static_cast<std::uint64_t>(book.size()));
    for (std::size_t a = 0; a < book.size(); ++a) put(book.balance(AccountId{a}));
  }
  void put(const Calendar<Event>& calendar) { put(calendar.contents()); }
  template <class T>
  requires requires(Writer& w, const T& x) { each_member(w, x); }
  void put(const T& value) { each_member(*this, value); }
  void put_list(const auto& rows) {
    put(static_cast<std::uint64_t>(rows.size()));
    for (const auto& row : rows) put(row);
  }

  std::vector<std::byte> bytes_;
};

class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : left_{bytes} {}

  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  bool at_end() const { return left_.empty(); }

 private:
  template <Plain T>
  void get(T& value) {
    if (left_.size() < sizeof(T)) throw BadState{"it ends too early"};
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
      bits |= static_cast<std::uint64_t>(std::to_integer<std::uint8_t>(left_[i])) << 8 * i;
    left_ = left_.subspan(sizeof(T));
    if constexpr (std::is_same_v<T, bool>) {
      if (bits > 1) throw BadState{"a yes or no is neither"};
      value = bits == 1;
    } else if constexpr (std::is_same_v<T, double>) {
      value = std::bit_cast<double>(bits);
    } else {
      value = static_cast<T>(bits);
    }
  }
  template <class Tag>
  void get(Id<Tag>& id) {
    id = Id<Tag>{get_as<std::uint32_t>()};
  }
  template <class Tag>
  void get(Quantity<Tag>& quantity) {
    quantity = Quantity<Tag>{get_as<std::int64_t>()};
  }
  void get(Instant& t) { t = Instant{get_as<std::int64_t>()}; }
  template <class T, std::size_t N>
  void get(std::array<T, N>& values) {
    for (T& value : values) get(value);
  }
  template <class T>
  void get(std::vector<T>& rows) {
    rows.assign(get_length(), T{});
    for (T& row : rows) get(row);
  }
  template <class IdType, class T>
  void get(Table<IdType, T>& rows) {
    rows.assign(get_length(), T{});
    for (T& row : rows) get(row);
  }
  void get(Ledger& book) {
    book = Ledger{};
    for (std::size_t n = get_length(); n > 0; --n) book.open(Volume{get_as<std::int64_t>()});
  }
  void get(Calendar<Event>& calendar) {
    Calendar<Event>::Contents contents;
    each_member(*this, contents);
    for (const auto& pending : contents.pending)
      if (pending.kind >= std::variant_size_v<Event> || pending.at < contents.now ||
          pending.at >= contents.end || contents.now < contents.origin)
        throw BadState{"what is pending is out of time"};
    calendar = Calendar<Event>{contents};
  }
  template <class T>
  requires requires(Reader& r, T& x) { each_member(r, x); }
  void get(T& value) { each_member(*this, value); }

  template <class T>
  T get_as() {
    T value{};
    get(value);
    return value;
  }
  /// A row has one byte at least: a wrong length asks for no memory.
  std::size_t get_length() {
    const auto length = get_as<std::uint64_t>();
    if (length > left_.size()) throw BadState{"a list is longer than the whole"};
    return static_cast<std::size_t>(length);
  }

  std::span<const std::byte> left_;
};

/// Writes one letter or more for each member, with one row of each list: what differs differs here.
class LayoutWriter {
 public:
  template <class... T>
  void operator()(const T&... values) {
    (put(values), ...);
  }
  const std::string& text() const { return text_; }

 private:
  template <Plain T>
  void put(T) {
    text_ += static_cast<char>((std::is_enum_v<T> ? 'A' : 'a') + sizeof(T));
  }
  template <class Tag>
  void put(Id<Tag>) {
    text_ += '#';
  }
  template <class Tag>
  void put(Quantity<Tag>) {
    text_ += 'q';
  }
  void put(Instant) { text_ += 't'; }
  void put(const Ledger&) { text_ += "[q]"; }
  void put(const Calendar<Event>&) {
    text_ += fmt::format("{}:", std::variant_size_v<Event>);
    put_list<Calendar<Event>::Contents>();
  }
  template <class T, std::size_t N>
  void put(const std::array<T, N>&) {
    text_ += fmt::format("{}", N);
    put_list<T>();
  }
  template <class T>
  void put(const std::vector<T>&) {
    put_list<T>();
  }
  template <class IdType, class T>
  void put(const Table<IdType, T>&) {
    put_list<T>();
  }
  template <class T>
  requires requires(LayoutWriter& w, const T& x) { each_member(w, x); }
  void put(const T& value) {
    text_ += '(';
    each_member(*this, value);
    text_ += ')';
  }
  template <class T>
  void put_list() {
    text_ += '[';
    const T row{};
    put(row);
    text_ += ']';
  }

  std::string text_;
};

/// Lengths of the lists of a World that do not change in a run.
class Lengths {
 public:
  explicit Lengths(const World& world) : world_{world} { each_member(*this, world); }
  template <class... T>
  void operator()(const T&... members) {
    (measure(members), ...);
  }
  const std::vector<std::size_t>& all() const { return lengths_; }

 private:
  template <class T>
  void measure(const T& member) {
    const void* const grown[] = {&world_.loads,   &world_.free_loads,   &world_.delays,
                                 &world_.convoys, &world_.free_convoys, &world_.to_lend};
    for (const void* list : grown)
      if (list == static_cast<const void*>(&member)) return;
    if constexpr (requires { member.begin(); }) lengths_.push_back(member.size());
  }

  const World& world_;
  std::vector<std::size_t> lengths_;
};

}  // namespace

std::vector<std::byte> to_bytes(const Underway& run) {
  Writer writer;
  writer(run.world, run.record);
  return writer.take();
}

Underway from_bytes(std::span<const std::byte> bytes, const Plan& plan) {
  Underway run;
  Reader reader{bytes};
  reader(run.world, run.record);
  if (!reader.at_end()) throw BadState{"there is more than one replication in it"};
  if (!fits(plan, run.world)) throw BadState{"it is of another scenario"};
  grow_trees(plan, run.world);
  return run;
}

bool fits(const Plan& plan, const World& world) {
  const World fresh = make_world(plan, world.seed, world.replication);
  return Lengths{fresh}.all() == Lengths{world}.all() &&
         world.delays.size() == world.loads.size() * plan.causes.size();
}

std::string state_layout() {
  const World world;
  const RunRecord record;
  LayoutWriter writer;
  writer(world, record);
  return fmt::format("{:08x}", name_hash(writer.text()));
}

}  // namespace citerne::engine
