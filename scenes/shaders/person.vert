uniform float shade_left; // of the baked shade; arms that move take theirs along
uniform sampler2D bones; // three texels per joint: the rows of its 3x4 matrix; above
                         // them a texel per face shape, whose blue is its weight
uniform sampler2D shapes; // two texels per entry: offset, number of shape; of the normal
in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec2 p3d_MultiTexCoord0;
in vec4 tint;
in vec4 joints;
in vec4 weights;
in vec2 moves; // first entry in shapes, and how many
out vec3 place;
out vec3 facing;
out vec3 along;
out vec2 uv;
out float openness;
flat out vec3 eye; // in the world; the same for all of a draw

// Stored as BGRA.
vec4 bone(int row) { return texelFetch(bones, ivec2(row, 0), 0).bgra; }

void carry(float joint, float share, inout vec4 x, inout vec4 y, inout vec4 z) {
    int row = int(joint + 0.5) * 3;
    x += share * bone(row);
    y += share * bone(row + 1);
    z += share * bone(row + 2);
}

// Adds up what face shapes do to a vertex.
void shape(inout vec3 at, inout vec3 n) {
    int first = int(moves.x + 0.5), end = first + int(moves.y + 0.5);
    for (int k = first; k < end; ++k) {
        ivec2 entry = ivec2((2 * k) & 1023, (2 * k) >> 10);
        vec4 moved = texelFetch(shapes, entry, 0);
        float weight = texelFetch(bones, ivec2(int(moved.w + 0.5), 1), 0).b;
        at += weight * moved.xyz;
        n += weight * texelFetch(shapes, entry + ivec2(1, 0), 0).xyz;
    }
}

void main() {
    vec4 share = weights / (weights.x + weights.y + weights.z + weights.w);
    vec4 x = vec4(0.0), y = vec4(0.0), z = vec4(0.0);
    // No loop: Mesa 22 took seconds per frame to index the attributes by a variable.
    carry(joints.x, share.x, x, y, z);
    carry(joints.y, share.y, x, y, z);
    carry(joints.z, share.z, x, y, z);
    carry(joints.w, share.w, x, y, z);
    vec3 n = p3d_Normal, at = p3d_Vertex.xyz;
    shape(at, n);
    vec4 here = vec4(at, 1.0);
    vec4 world = p3d_ModelMatrix * vec4(dot(x, here), dot(y, here), dot(z, here), 1.0);
    mat3 model = mat3(p3d_ModelMatrix);
    vec3 t = tint.rgb / 127.5 - 1.0;
    place = world.xyz;
    facing = model * vec3(dot(x.xyz, n), dot(y.xyz, n), dot(z.xyz, n));
    along = model * vec3(dot(x.xyz, t), dot(y.xyz, t), dot(z.xyz, t));
    uv = p3d_MultiTexCoord0;
    openness = 1.0 - (1.0 - tint.a / 255.0) * shade_left;
    gl_Position = seen_of_world(world);
    eye = eye_in_world();
}
