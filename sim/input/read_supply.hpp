#pragma once
#include "citerne/scenario/scenario.hpp"
#include "reader.hpp"

/// The three tables of stocks, demand and supply lines.
namespace citerne::input {

/// Sites in the order of place and kind, tanks in product order.
void read_sites(Scenario& scenario, Reader& reader);
void read_demand(Scenario& scenario, Reader& reader);
/// Supply lines in the order of supplier and corridor, each tank's.
void read_suppliers(Scenario& scenario, Reader& reader);

}  // namespace citerne::input
