import PacketDissection
import TextOutput

/// Names of procedures, file types, states and errors of Sun RPC and NFS.
extension PacketPrinter {
  static func nfsProcedureName(_ procedure: NFS.Procedure) -> String {
    switch procedure {
    case .null: "null"
    case .getAttributes: "getattr"
    case .setAttributes: "setattr"
    case .lookUp: "lookup"
    case .access: "access"
    case .readLink: "readlink"
    case .read: "read"
    case .write: "write"
    case .create: "create"
    case .makeDirectory: "mkdir"
    case .symbolicLink: "symlink"
    case .makeNode: "mknod"
    case .remove: "remove"
    case .removeDirectory: "rmdir"
    case .rename: "rename"
    case .link: "link"
    case .readDirectory: "readdir"
    case .readDirectoryPlus: "readdirplus"
    case .fileSystemStatus: "fsstat"
    case .fileSystemInformation: "fsinfo"
    case .pathConfiguration: "pathconf"
    case .commit: "commit"
    case .none: "nop"
    }
  }

  static let nfsAccessNames: [(UInt32, String)] = [
    (0x01, "READ"), (0x02, "LOOKUP"), (0x04, "MODIFY"), (0x08, "EXTEND"), (0x10, "DELETE"),
    (0x20, "EXECUTE"),
  ]

  /// Appends the stability of a version 3 write, in angle brackets (RFC 1813, section 3.3.7, `stable_how`).
  mutating func printNFSStability(_ value: UInt32) {
    switch value {
    case 0: line.append(" <unstable>")
    case 1: line.append(" <datasync>")
    case 2: line.append(" <filesync>")
    default: line.put(" <#", value, ">")
    }
  }

  /// The type of a file (RFC 1813, section 2.6, `ftype3`; RFC 1094, section 2.3.2).
  static func nfsFileType(_ type: UInt32) -> String? {
    switch type {
    case 0: "NON"
    case 1: "REG"
    case 2: "DIR"
    case 3: "BLK"
    case 4: "CHR"
    case 5: "LNK"
    case 7: "FIFO"
    default: nil
    }
  }

  /// Why an accepted call was not executed (RFC 5531, section 9, `accept_stat`).
  static func rpcAcceptStatus(_ status: UInt32) -> String? {
    switch status {
    case 1: "PROG_UNAVAIL"
    case 2: "PROG_MISMATCH"
    case 3: "PROC_UNAVAIL"
    case 4: "GARBAGE_ARGS"
    case 5: "SYSTEM_ERR"
    default: nil
    }
  }

  /// The authentication error of a call (RFC 5531, section 9, `auth_stat`).
  static func rpcAuthenticationStatus(_ status: UInt32) -> String? {
    switch status {
    case 0: "OK"
    case 1: "Bogus Credentials (seal broken)"
    case 2: "Rejected Credentials (client should begin new session)"
    case 3: "Bogus Verifier (seal broken)"
    case 4: "Verifier expired or was replayed"
    case 5: "Credentials are too weak"
    case 6: "Bogus response verifier"
    case 7: "Unknown failure"
    default: nil
    }
  }

  /// An error of NFS (RFC 1094, section 2.3.1; RFC 1813, section 2.6), in the words of tcpdump.
  static func nfsError(_ status: UInt32) -> String? {
    switch status {
    case 1: "Operation not permitted"
    case 2: "No such file or directory"
    case 5: "Input/output error"
    case 6: "Device not configured"
    case 11: "Resource deadlock avoided"
    case 12: "Cannot allocate memory"
    case 13: "Permission denied"
    case 17: "File exists"
    case 18: "Cross-device link"
    case 19: "Operation not supported by device"
    case 20: "Not a directory"
    case 21: "Is a directory"
    case 22: "Invalid argument"
    case 26: "Text file busy"
    case 27: "File too large"
    case 28: "No space left on device"
    case 30: "Read-only file system"
    case 31: "Too many links"
    case 45: "Operation not supported"
    case 62: "Too many levels of symbolic links"
    case 63: "File name too long"
    case 66: "Directory not empty"
    case 69: "Disc quota exceeded"
    case 70: "Stale NFS file handle"
    case 71: "Too many levels of remote in path"
    case 99: "Write cache flushed to disk"
    case 10001: "Illegal NFS file handle"
    case 10002: "Update synchronization mismatch"
    case 10003: "READDIR/READDIRPLUS cookie is stale"
    case 10004: "Operation not supported"
    case 10005: "Buffer or request is too small"
    case 10006: "Unspecified error on server"
    case 10007: "Object of that type not supported"
    case 10008: "Request couldn't be completed in time"
    default: nil
    }
  }
}
