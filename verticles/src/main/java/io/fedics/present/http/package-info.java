/** What requests and answers are made of: parameters, problems (RFC 9457), cursors, CSV, and the guard of host and origin. */
@NullMarked
package io.fedics.present.http;

import org.jspecify.annotations.NullMarked;
