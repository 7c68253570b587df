using System.Security.Cryptography;
using System.Text;

namespace Nscp.Reviews.Evidence;

/// <summary>Checks an audit bundle by itself: no database, no network, nothing written. Whoever made the bundle may mean harm; every misfit is a verdict, never an exception.</summary>
public sealed class BundleVerifier
{
    /// <summary>A file that is longer is no bundle: nobody need read it to the end.</summary>
    public const int MostBytes = BundleFormat.MostBytes;

    readonly IReadOnlySet<string> _trusted;
    IReadOnlyDictionary<string, byte[]> _files = new Dictionary<string, byte[]>();
    Dictionary<string, PublicKey> _keys = [];
    BundleManifest _manifest = null!;
    BundleHeads _heads = null!;
    BundleProofs _proofs = null!;
    IReadOnlyList<(string Tenant, StoredEvent Event)> _events = [];
    Dictionary<long, Hash256> _hashes = [];
    int _withoutHash;

    BundleVerifier(IReadOnlySet<string> trusted) => _trusted = trusted;

    /// <param name="zip">The whole file.</param>
    /// <param name="trusted">Fingerprints of keys, known from elsewhere; none for a bundle's consistency alone.</param>
    public static BundleVerdict Check(ReadOnlyMemory<byte> zip, IReadOnlySet<string> trusted) => new BundleVerifier(trusted).Check(zip);

    BundleVerdict Check(ReadOnlyMemory<byte> zip)
    {
        (BundleStep Step, Action Check)[] steps =
        [
            (BundleStep.Zip, () => _files = BundleZip.Read(zip)), (BundleStep.Manifest, ReadManifest), (BundleStep.Files, CheckFiles), (BundleStep.Digests, CheckDigests),
            (BundleStep.Keys, CheckKeys), (BundleStep.Signature, CheckSignature), (BundleStep.Heads, CheckHeads), (BundleStep.Consistency, CheckConsistency),
            (BundleStep.Events, CheckEvents), (BundleStep.Chain, CheckChain), (BundleStep.Proofs, CheckProofs), (BundleStep.Inclusion, CheckInclusion), (BundleStep.Trust, CheckTrust),
        ];
        foreach (var (step, check) in steps)
        {
            try
            {
                check();
            }
            catch (MisfitException misfit)
            {
                return new BundleVerdict.DoesNotFit(step, misfit.Message);
            }
        }
        return _trusted.Count > 0 ? new BundleVerdict.Verified(Report()) : new BundleVerdict.Consistent(Report());
    }

    void ReadManifest()
    {
        foreach (var name in BundleFormat.Mandatory)
            if (!_files.ContainsKey(name)) throw new MisfitException($"There is no {name} in it.");
        _manifest = BundleManifest.Read(_files[BundleFormat.Manifest]);
    }

    void CheckFiles()
    {
        if (_manifest.Files.DistinctBy(file => file.Name).Count() < _manifest.Files.Count) throw new MisfitException("The manifest names a file twice.");
        foreach (var file in _manifest.Files)
            if (file.Name is BundleFormat.Manifest or BundleFormat.Signature || !_files.ContainsKey(file.Name)) throw new MisfitException($"The manifest names the file {file.Name}, which is not there.");
        var named = _manifest.Files.Select(file => file.Name).Append(BundleFormat.Manifest).Append(BundleFormat.Signature).ToHashSet(StringComparer.Ordinal);
        if (_files.Keys.FirstOrDefault(name => !named.Contains(name)) is { } unknown) throw new MisfitException($"The file {unknown} is there, and the manifest does not name it.");
    }

    void CheckDigests()
    {
        foreach (var file in _manifest.Files)
        {
            var bytes = _files[file.Name];
            if (bytes.Length != file.Length || new Hash256(SHA256.HashData(bytes)) != file.Sha256) throw new MisfitException($"The file {file.Name} is not the one that the manifest names: its length or SHA-256 is another.");
        }
    }

    void CheckKeys()
    {
        foreach (var (name, bytes) in _files.Where(file => BundleFormat.IsKeyFile(file.Key)))
        {
            // Its own text written anew must be that text: a key in another dress would have another fingerprint elsewhere.
            if (KeyOf(bytes) is not { } key || !bytes.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(key.Pem)) || name != BundleFormat.KeyFile(key.Fingerprint))
                throw new MisfitException($"The file {name} does not hold the public key whose fingerprint is its name.");
            _keys.Add(key.Fingerprint, key);
        }
    }

    static PublicKey? KeyOf(byte[] bytes)
    {
        try
        {
            return PublicKey.Parse(Encoding.Latin1.GetString(bytes));
        }
        catch (SealKeyException)
        {
            return null;
        }
    }

    void CheckSignature()
    {
        var text = Encoding.Latin1.GetString(_files[BundleFormat.Signature]);
        if (!text.EndsWith('\n') || BundleHeads.Signature(text[..^1]) is not { } signature) throw new MisfitException($"{BundleFormat.Signature} is not 128 hexadecimal digits in lower case and the end of a line.");
        if (!Key(_manifest.Key).Signed(_files[BundleFormat.Manifest], signature)) throw new MisfitException($"The manifest was not signed by the key {_manifest.Key}, or was changed after that.");
    }

    void CheckHeads()
    {
        _heads = BundleHeads.Read(_files[BundleFormat.Heads]);
        if (_heads.Newest.Head.Number != _manifest.NewestHead) throw new MisfitException($"The manifest names head {_manifest.NewestHead} as the newest; there is head {_heads.Newest.Head.Number}.");
        foreach (var head in _heads.Earlier.Select(earlier => earlier.Head).Append(_heads.Newest))
            if (!Key(head.Key).Signed(head)) throw new MisfitException($"Head {head.Head.Number} was not signed by the key {head.Key}, or was changed after that.");
    }

    void CheckConsistency()
    {
        var (newest, before) = (_heads.Newest.Head, 0L);
        foreach (var (signed, path) in _heads.Earlier)
        {
            var head = signed.Head;
            if (head.Log != newest.Log || head.Number <= before || head.Number >= newest.Number || head.UpTo > newest.UpTo)
                throw new MisfitException($"Head {head.Number} is of another log than the newest, or is not earlier, or is out of order.");
            if (!MerkleTree.IsConsistent(head.Size, head.Root, newest.Size, newest.Root, path)) throw new MisfitException($"The tree of head {head.Number} is not the beginning of the newest head's.");
            before = head.Number;
        }
    }

    /// <summary>Each stream that the manifest names, whole, in the manifest's order, and nothing else.</summary>
    void CheckEvents()
    {
        _events = BundleEvents.Read(_files[BundleFormat.Events]);
        if (_manifest.Streams.Count == 0 || _manifest.Streams.DistinctBy(stream => (stream.Tenant, stream.Id)).Count() < _manifest.Streams.Count) throw new MisfitException("The manifest names no stream, or one twice.");
        var at = 0;
        foreach (var stream in _manifest.Streams)
        {
            if (stream.LastVersion == 0) throw new MisfitException($"The manifest names the stream {stream.Id} without an event.");
            for (var (version, last) = (1L, 0L); version <= stream.LastVersion; version++, at++)
            {
                if (at == _events.Count || !Fits(_events[at], stream, version) || _events[at].Event.Sequence <= last)
                    throw new MisfitException($"Line {at + 1} of {BundleFormat.Events} should be version {version} of {stream.LastVersion} of the stream {stream.Id}, with a higher number in the log than the version before it.");
                last = _events[at].Event.Sequence;
            }
        }
        if (at < _events.Count) throw new MisfitException($"Line {at + 1} of {BundleFormat.Events} belongs to no stream that the manifest names, or goes beyond its last version.");
    }

    static bool Fits((string Tenant, StoredEvent Event) one, ManifestStream stream, long version) =>
        (one.Tenant, one.Event.StreamId, one.Event.Version) == (stream.Tenant, stream.Id, version);

    void CheckChain()
    {
        Hash256? previous = null;
        foreach (var (tenant, one) in _events)
        {
            var hash = EventChain.Hash(one.Version == 1 ? null : previous, tenant, one);
            var recorded = Headers.ReadHash(one.Others!.Headers);
            if (recorded is null) _withoutHash++;
            else if (recorded != hash) throw new MisfitException($"Version {one.Version} of the stream {one.StreamId} does not give the hash that was recorded with it: it, or an event before it, is not as it was recorded.");
            if (!_hashes.TryAdd(one.Sequence, hash)) throw new MisfitException($"Two events have the number {one.Sequence} in the log.");
            previous = hash;
        }
    }

    void CheckProofs()
    {
        _proofs = BundleProofs.Read(_files[BundleFormat.Proofs]);
        var (upTo, missing, last) = (_heads.Newest.Head.UpTo, _hashes.Keys.ToHashSet(), (Sequence: -1L, Index: -1L));
        foreach (var (sequence, leaf) in _proofs.Sealed)
        {
            if (!missing.Remove(sequence)) throw new MisfitException($"There is a proof for the log's number {sequence}, which no event here has, or two proofs for it.");
            if (leaf.Hash != _hashes[sequence]) throw new MisfitException($"The event with the log's number {sequence} is not the one that was sealed under it.");
            if (sequence <= last.Sequence || leaf.Index <= last.Index || sequence > upTo) throw new MisfitException($"The proof for the log's number {sequence} is out of order, or beyond what the newest head covers.");
            last = (sequence, leaf.Index);
        }
        foreach (var sequence in _proofs.Unsealed)
        {
            if (!missing.Remove(sequence)) throw new MisfitException($"The log's number {sequence} is said not to be sealed yet, and no event here has it, or it has a proof.");
            if (sequence <= upTo) throw new MisfitException($"The event with the log's number {sequence} has no proof, although the newest head covers every event up to {upTo}.");
        }
        if (missing.Count > 0) throw new MisfitException($"The event with the log's number {missing.Min()} has no proof, and is not said to lack one.");
    }

    void CheckInclusion()
    {
        var newest = _heads.Newest.Head;
        foreach (var (sequence, leaf) in _proofs.Sealed)
        {
            if (!MerkleTree.Includes(newest.Root, newest.Size, leaf.Index, MerkleTree.Leaf(sequence, leaf.Hash), leaf.Path))
                throw new MisfitException($"The proof for the log's number {sequence} does not lead to the root that the newest head signs.");
        }
    }

    void CheckTrust()
    {
        if (_trusted.Count == 0) return;
        if (!_trusted.Contains(_manifest.Key)) throw new MisfitException($"It fits together, but it is signed by {_manifest.Key}, which is none of the keys that you trust.");
        if (!_trusted.Contains(_heads.Newest.Key)) throw new MisfitException($"It fits together, but its newest head is signed by {_heads.Newest.Key}, which is none of the keys that you trust.");
    }

    PublicKey Key(string fingerprint) => _keys.GetValueOrDefault(fingerprint) ?? throw new MisfitException($"The key {fingerprint} is not in it.");

    BundleReport Report() => new(
        _manifest.About, _manifest.MadeAt, _manifest.Key, _heads.Newest, _manifest.Streams.Count, _events.Count, _proofs.Unsealed.Count, _withoutHash,
        [.. _heads.Earlier.Select(earlier => earlier.Head.Key).Distinct().Where(key => !_trusted.Contains(key) && key != _manifest.Key && key != _heads.Newest.Key)]);
}
