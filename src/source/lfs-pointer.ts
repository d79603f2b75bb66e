const SIGNATURE = Buffer.from('version https://git-lfs.github.com/spec/v1\n')
/** The specification keeps pointers under this size. */
const MAX_POINTER_BYTES = 1024

/** Whether this is the stand-in that Git LFS commits for a file kept elsewhere (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). */
export const isLfsPointer = (bytes: Uint8Array): boolean =>
  bytes.length >= SIGNATURE.length && bytes.length < MAX_POINTER_BYTES && SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length))
