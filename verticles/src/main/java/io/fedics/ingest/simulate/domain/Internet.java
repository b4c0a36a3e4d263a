package io.fedics.ingest.simulate.domain;

import java.util.ArrayList;
import java.util.List;

/**
 * The outside world as a plant sees it. Addresses are drawn at random from the public ranges and denote nobody;
 * attackers' addresses are drawn the same way, so an address gives nothing away.
 */
final class Internet {
  /** Most popular first. */
  final List<String> webServers;

  final List<String> resolvers;
  final List<String> timeServers;
  final List<String> updateServers;
  final List<String> mailServers;
  final List<String> telemetry;
  final List<String> cloudStores;

  /** The company that gets the historian's data several times a day. */
  final String partner;

  Internet(Dice dice, int devices) {
    webServers = many(dice, 80 + devices);
    resolvers = many(dice, 2);
    timeServers = many(dice, 4);
    updateServers = many(dice, 8);
    mailServers = many(dice, 12);
    telemetry = many(dice, 12);
    cloudStores = many(dice, 4);
    partner = address(dice);
  }

  private static List<String> many(Dice dice, int count) {
    var list = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      list.add(address(dice));
    }
    return List.copyOf(list);
  }

  /** A public unicast IPv4 address, never one of the reserved blocks. */
  static String address(Dice dice) {
    int first = dice.between(1, 223);
    while (first == 10
        || first == 100
        || first == 127
        || first == 169
        || first == 172
        || first == 192
        || first == 198
        || first == 203) {
      first = dice.between(1, 223);
    }
    return first + "." + dice.below(256) + "." + dice.below(256) + "." + dice.between(1, 254);
  }
}
