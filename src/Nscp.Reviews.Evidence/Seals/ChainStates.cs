using System.Runtime.InteropServices;

namespace Nscp.Reviews.Evidence;

readonly record struct StreamKey(string Tenant, Guid StreamId);

/// <summary>How far a stream was followed.</summary>
/// <param name="Version">The highest version seen.</param>
/// <param name="Hash">What the next event should stand upon.</param>
/// <param name="Others">What else it may stand upon, because something before it did not fit; null when everything did.</param>
readonly record struct ChainState(long Version, Hash256 Hash, IReadOnlyList<Hash256>? Others = null);

/// <summary>The streams that were met lately, in bounded memory: when so many are kept, those not met since as many others were are forgotten.</summary>
sealed class ChainStates(int most)
{
    Dictionary<StreamKey, ChainState> _young = [], _old = [];

    /// <summary>Whether any stream was ever forgotten: until then one that is not here was never met.</summary>
    internal bool HasForgotten { get; private set; }

    internal bool TryGet(StreamKey stream, out ChainState state) => _young.TryGetValue(stream, out state) || _old.TryGetValue(stream, out state);

    internal void Set(StreamKey stream, ChainState state)
    {
        if (_young.Count == most)
            (_young, _old, HasForgotten) = ([], _young, HasForgotten || _old.Count > 0);
        CollectionsMarshal.GetValueRefOrAddDefault(_young, stream, out _) = state;
    }
}
