/** Users and access rights: security identifiers and access control lists, decoded from bytes. */
@NullMarked
package dev.portmanager.os.windows.security;

import org.jspecify.annotations.NullMarked;
