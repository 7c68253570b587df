using System.Security.Cryptography;

namespace Nscp.Reviews.Evidence;

/// <summary>The keys that are trusted, ready to check many heads; for one thread.</summary>
sealed class KeyRing(IEnumerable<PublicKey> trusted) : IDisposable
{
    readonly Dictionary<string, ECDsa> _keys = trusted.DistinctBy(key => key.Fingerprint).ToDictionary(key => key.Fingerprint, key => key.Import());

    internal bool Knows(SignedTreeHead head) => _keys.ContainsKey(head.Key);

    /// <summary>Whether the key that it names is trusted and signed it.</summary>
    internal bool Signed(SignedTreeHead head) => _keys.TryGetValue(head.Key, out var key) && PublicKey.Signed(key, head.Head.ToSign(), head.Signature.Span);

    public void Dispose()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
    }
}
