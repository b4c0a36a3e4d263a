package io.fedics.shared.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTest {

  /** The first lines are those of RFC 5952, sections 2 and 4. */
  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
    "2001:0db8::0001,2001:db8::1",
    "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
    "2001:db8::1:1:1:1:1,2001:db8:0:1:1:1:1:1",
    "2001:DB8:0:0:0:0:0:AA,2001:db8::aa",
    "2001:0db8:0000:0000:0000:0000:0000:0001,2001:db8::1",
    "0:0:0:0:0:0:0:0,::",
    "0:0:0:0:0:0:0:1,::1",
    "1:0:0:0:0:0:0:0,1::",
    "FE80:0:0:0:0:0:0:1%eth0,fe80::1",
    "::ffff:10.0.0.1,10.0.0.1",
    "0:0:0:0:0:FFFF:0a00:0001,10.0.0.1",
    "::10.0.0.1,::a00:1",
    "10.0.0.1,10.0.0.1",
    "255.255.255.255,255.255.255.255",
    "010.0.0.01,10.0.0.1",
    "0.0.0.0,0.0.0.0"
  })
  void text_anySpelling_isTheOneOfTheAddress(String spelling, String text) {
    assertThat(IpAddress.parse(spelling).orElseThrow().text()).isEqualTo(text);
    assertThat(IpAddress.parse(text).orElseThrow().text()).isEqualTo(text);
  }

  @Test
  void parse_whatIsNoAddress_isEmpty() {
    for (String text : new String[] {
      "", "host", "10.0.0", "10.0.0.256", "1:2:3", "::1::", "g::1", "1:2:3:4:5:6:7:8:9"
    }) {
      assertThat(IpAddress.parse(text)).as(text).isEmpty();
    }
  }
}
