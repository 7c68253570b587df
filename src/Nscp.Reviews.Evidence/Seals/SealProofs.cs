namespace Nscp.Reviews.Evidence;

/// <summary>What shows events to be in the sealed log.</summary>
/// <param name="Newest">The newest head.</param>
/// <param name="Leaves">By log number: each event asked for that is in <paramref name="Newest"/>. One that was recorded since is not there.</param>
/// <param name="Earlier">For each of these events the first head that it is in, each head once and by number, without <paramref name="Newest"/>.</param>
public sealed record SealProofs(SignedTreeHead Newest, IReadOnlyDictionary<long, LeafProof> Leaves, IReadOnlyList<HeadProof> Earlier);

/// <summary>That an event is in the newest head's tree; see <see cref="MerkleTree.Includes"/>.</summary>
/// <param name="Index">Of the leaf, from 0.</param>
/// <param name="Hash">The event's, as it was sealed; the leaf is <see cref="MerkleTree.Leaf"/> of its log number and this.</param>
/// <param name="Path">From the leaf up.</param>
public sealed record LeafProof(long Index, Hash256 Hash, IReadOnlyList<Hash256> Path);

/// <summary>That an earlier head's tree is the beginning of the newest one's; see <see cref="MerkleTree.IsConsistent"/>.</summary>
public sealed record HeadProof(SignedTreeHead Head, IReadOnlyList<Hash256> Consistency);
