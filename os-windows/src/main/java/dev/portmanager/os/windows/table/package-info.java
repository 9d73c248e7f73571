/** The tables of sockets: read by iphlpapi, decoded from raw memory. */
@NullMarked
package dev.portmanager.os.windows.table;

import org.jspecify.annotations.NullMarked;
