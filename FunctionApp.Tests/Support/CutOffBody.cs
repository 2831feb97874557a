using Microsoft.AspNetCore.Http;

namespace VoicePrep.Tests.Support;

/// <summary>
/// The body of an answer that is cut off: passes on half of the first block, runs an action, and closes the connection, so that the
/// reader requests the rest.
/// </summary>
internal sealed class CutOffBody(HttpContext context, Func<Task> thenAsync) : Stream
{
    private readonly Stream body = context.Response.Body;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await body.WriteAsync(buffer[..(buffer.Length / 2)], cancellationToken);
        await body.FlushAsync(cancellationToken);
        await thenAsync();
        context.Abort();
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
